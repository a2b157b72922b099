/** JSON-RPC 2.0 messages as MCP uses them. */
@NullMarked
package dev.writ.mcp.rpc;

import org.jspecify.annotations.NullMarked;
