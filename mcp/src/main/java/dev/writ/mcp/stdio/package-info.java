/** The protocol over standard input and output. */
@NullMarked
package dev.writ.mcp.stdio;

import org.jspecify.annotations.NullMarked;
