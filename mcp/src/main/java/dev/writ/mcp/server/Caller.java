package dev.writ.mcp.server;

/**
 * Who is speaking, as the transport has found out; never what a message says of itself.
 *
 * @param principal one text for one authorization: two callers with the same one are the same caller
 */
public record Caller(String principal) {}
