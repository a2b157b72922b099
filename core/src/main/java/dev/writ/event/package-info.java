/** The append-only event log, its queries and its live feed. */
@NullMarked
package dev.writ.event;

import org.jspecify.annotations.NullMarked;
