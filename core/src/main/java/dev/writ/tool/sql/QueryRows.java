package dev.writ.tool.sql;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a query gave.
 *
 * @param columns their names, each once
 * @param rows the values in the order of the columns
 * @param truncated whether rows were left out or values cut
 */
record QueryRows(List<String> columns, List<List<JsonNode>> rows, boolean truncated) {}
