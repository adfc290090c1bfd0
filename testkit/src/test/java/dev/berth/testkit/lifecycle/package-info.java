/**
 * Lifecycle policies through the real doors: ECR's operations with its own clients, and Berth's
 * commands as processes.
 */
@NullMarked
package dev.berth.testkit.lifecycle;

import org.jspecify.annotations.NullMarked;
