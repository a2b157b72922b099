/** The audit tree over the event log: checkpoints, proofs, verification, what may be taken out without breaking it. */
@NullMarked
package dev.writ.event.audit;

import org.jspecify.annotations.NullMarked;
