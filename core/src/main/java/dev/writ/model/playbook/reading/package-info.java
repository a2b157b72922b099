/** Reading what programs and files say: failures and their places, settings, languages, near names. */
@NullMarked
package dev.writ.model.playbook.reading;

import org.jspecify.annotations.NullMarked;
