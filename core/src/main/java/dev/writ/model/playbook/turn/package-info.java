/** One turn of a skill: the conversation so far as a journal, asking for tools, and the end of a task. */
@NullMarked
package dev.writ.model.playbook.turn;

import org.jspecify.annotations.NullMarked;
