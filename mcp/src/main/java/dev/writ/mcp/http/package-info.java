/** The protocol over Streamable HTTP. */
@NullMarked
package dev.writ.mcp.http;

import org.jspecify.annotations.NullMarked;
