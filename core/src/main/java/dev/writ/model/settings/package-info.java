/** Which model serves, where it is, what it costs: read from the environment and {@code writ.yaml}. */
@NullMarked
package dev.writ.model.settings;

import org.jspecify.annotations.NullMarked;
