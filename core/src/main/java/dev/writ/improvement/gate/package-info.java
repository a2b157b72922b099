/**
 * Decides from measured pairs whether a change helps or harms: pure functions, valid however often one looks. Nothing here
 * can be changed by an experiment.
 */
@NullMarked
package dev.writ.improvement.gate;

import org.jspecify.annotations.NullMarked;
