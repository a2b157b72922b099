/** The engine: dispatch, recovery, limits, step mode and controls. */
@NullMarked
package dev.writ.runtime;

import org.jspecify.annotations.NullMarked;
