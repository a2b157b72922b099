/** The HTTP API under {@code /api/v1}: one class a resource, JSON in and out. */
@NullMarked
package dev.writ.server.api;

import org.jspecify.annotations.NullMarked;
