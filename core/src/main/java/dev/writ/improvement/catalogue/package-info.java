/**
 * The changes that may be tried, as types: what detectors find is answered with them, and what nobody may try is refused.
 * Nothing here knows the metric, the gate, budgets, ceilings or the audit.
 */
@NullMarked
package dev.writ.improvement.catalogue;

import org.jspecify.annotations.NullMarked;
