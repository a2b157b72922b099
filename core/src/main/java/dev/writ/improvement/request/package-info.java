/** Changes that agents and models ask for: checked when they are asked for, kept as events, and a source of trials. */
@NullMarked
package dev.writ.improvement.request;

import org.jspecify.annotations.NullMarked;
