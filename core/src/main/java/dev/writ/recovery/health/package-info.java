/** Health checks: what the records and the live state say is wrong, by rules alone. */
@NullMarked
package dev.writ.recovery.health;

import org.jspecify.annotations.NullMarked;
