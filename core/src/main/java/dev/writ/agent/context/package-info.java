/** What a model was shown at each step of a task, told from durable records. */
@NullMarked
package dev.writ.agent.context;

import org.jspecify.annotations.NullMarked;
