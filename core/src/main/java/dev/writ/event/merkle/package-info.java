/** Merkle trees and their proofs (RFC 6962, RFC 9162), and signed checkpoints of them (C2SP). Knows nothing of events. */
@NullMarked
package dev.writ.event.merkle;

import org.jspecify.annotations.NullMarked;
