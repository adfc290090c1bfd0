/**
 * What Terraform does with ECR, without Terraform: the calls that each resource of its AWS provider
 * makes, in the provider's order, and the state that it keeps of the answers. Start with {@link
 * dev.berth.testkit.terraform.TerraformReplayTest}.
 */
@NullMarked
package dev.berth.testkit.terraform;

import org.jspecify.annotations.NullMarked;
