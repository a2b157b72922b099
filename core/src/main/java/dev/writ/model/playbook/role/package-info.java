/** What the model does as one of the system's own agents, one class a role. */
@NullMarked
package dev.writ.model.playbook.role;

import org.jspecify.annotations.NullMarked;
