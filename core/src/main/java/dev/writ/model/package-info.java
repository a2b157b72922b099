/** Language model providers, the offline playbook model, recordings and cost. */
@NullMarked
package dev.writ.model;

import org.jspecify.annotations.NullMarked;
