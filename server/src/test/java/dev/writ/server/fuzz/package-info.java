/** A whole server under requests that nobody in their right mind would send, for as long as one likes. */
@NullMarked
package dev.writ.server.fuzz;

import org.jspecify.annotations.NullMarked;
