/** What the model can do for a request, one class a skill. */
@NullMarked
package dev.writ.model.playbook.skill;

import org.jspecify.annotations.NullMarked;
