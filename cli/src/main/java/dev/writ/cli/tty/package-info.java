/** The terminal as a device: its modes, what is typed, how large it is, what can safely be shown on it. */
@NullMarked
package dev.writ.cli.tty;

import org.jspecify.annotations.NullMarked;
