/** The tool operations as skills use them: typed arguments in, typed results out. */
@NullMarked
package dev.writ.model.playbook.tools;

import org.jspecify.annotations.NullMarked;
