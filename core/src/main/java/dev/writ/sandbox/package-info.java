/** Paths that cannot leave their root, and commands that cannot leave their box. */
@NullMarked
package dev.writ.sandbox;

import org.jspecify.annotations.NullMarked;
