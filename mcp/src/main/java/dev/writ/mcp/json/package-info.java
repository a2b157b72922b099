/** Strict JSON: what cannot be read in one way only is refused. */
@NullMarked
package dev.writ.mcp.json;

import org.jspecify.annotations.NullMarked;
