package dev.berth.iam.policy;

/**
 * Where a statement stands in its document, as simulations answer it: from its opening brace to
 * behind its closing one. Lines and columns count from 1.
 */
public record Span(int startLine, int startColumn, int endLine, int endColumn) {}
