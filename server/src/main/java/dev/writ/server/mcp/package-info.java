/** Writ's tools for any MCP client: who is let in, what each may see, and what becomes of a call. */
@NullMarked
package dev.writ.server.mcp;

import org.jspecify.annotations.NullMarked;
