/** The process: configuration, composition root, HTTP on Netty, jobs and metrics. */
@NullMarked
package dev.berth.server;

import org.jspecify.annotations.NullMarked;
