/** Models reached over the network: their wire formats, what goes wrong on the way, and asking again. */
@NullMarked
package dev.writ.model.provider;

import org.jspecify.annotations.NullMarked;
