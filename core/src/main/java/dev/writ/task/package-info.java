/** Tasks, their states and allowed transitions, dependencies, conversations and tree budgets. */
@NullMarked
package dev.writ.task;

import org.jspecify.annotations.NullMarked;
