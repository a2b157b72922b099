/** The full-screen view {@code writ top}: what is shown, and how it is drawn, as functions without a terminal. */
@NullMarked
package dev.writ.cli.top;

import org.jspecify.annotations.NullMarked;
