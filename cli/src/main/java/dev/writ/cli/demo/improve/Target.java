package dev.writ.cli.demo.improve;

import dev.writ.entity.EntityKind;
import tools.jackson.databind.JsonNode;

/**
 * What an experiment is about.
 *
 * @param entity name of the definition
 * @param opportunity what was found, such as {@code time_cut}; {@code request} where it was asked for
 */
record Target(EntityKind kind, String entity, String opportunity) {
    boolean isOf(JsonNode experiment) {
        return experiment.path("kind").asString("").equals(kind.id())
                && experiment.path("name").asString("").equals(entity)
                && experiment.path("opportunity").asString("").equals(opportunity);
    }
}
