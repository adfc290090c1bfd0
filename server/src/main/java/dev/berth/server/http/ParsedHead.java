package dev.berth.server.http;

/** The head of a request that may be served, or why it may not. */
sealed interface ParsedHead permits RequestHead, Refused {}
