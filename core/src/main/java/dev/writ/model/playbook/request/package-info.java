/** From a person's words to what they ask for. */
@NullMarked
package dev.writ.model.playbook.request;

import org.jspecify.annotations.NullMarked;
