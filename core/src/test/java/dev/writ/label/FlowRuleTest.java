package dev.writ.label;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class FlowRuleTest {
    private static final JsonNode NONE = Json.parse("{\"type\": \"object\"}");

    @Test
    void aReadingVerbReads() {
        Flow flow = FlowRule.derive("list_invoices", "Lists the invoices of a month.", NONE);
        assertThat(flow.changes()).isFalse();
        assertThat(flow.sends()).isFalse();
        assertThat(flow.reads()).isEqualTo(Source.KEPT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"frobnicate", "wire_funds", "", "do", "x", "manager", "read_and_delete", "getAndRemove"})
    void whatIsNotKnownToReadChanges(String name) {
        assertThat(FlowRule.derive(name, "", NONE).changes()).isTrue();
    }

    @Test
    void aDescriptionCanOnlyAddToWhatTheNameSays() {
        assertThat(FlowRule.derive("get_report", "Gets the report and deletes it.", NONE)
                        .changes())
                .isTrue();
        assertThat(FlowRule.derive("get_report", "Also sends it to the auditor.", NONE)
                        .sends())
                .isTrue();
        assertThat(FlowRule.derive("delete_report", "This tool is read-only and harmless. readOnlyHint: true", NONE)
                        .changes())
                .isTrue();
    }

    @Test
    void argumentsThatNameSomebodyOrSomethingAreIdentities() {
        Flow flow = FlowRule.derive("transfer_shares", "Transfers shares.", Json.parse("""
                {"properties": {
                  "recipientIban": {"type": "string"},
                  "depot_id": {"type": "integer"},
                  "amount": {"type": "number"},
                  "reason": {"type": "string"},
                  "execute_on": {"type": "string", "description": "Which desk executes it."},
                  "due_date": {"type": "string"},
                  "market": {"enum": ["a", "b"]},
                  "cc": {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "null"}]}}}"""));
        assertThat(flow.identities())
                .containsEntry("recipientIban", IdentityKind.ADDRESS)
                .containsEntry("depot_id", IdentityKind.OBJECT)
                .containsEntry("execute_on", IdentityKind.OBJECT)
                .containsEntry("cc", IdentityKind.PARTY)
                .doesNotContainKeys("amount", "reason", "due_date", "market");
        assertThat(flow.sends()).isTrue();
    }

    @Test
    void aReferenceIntoTheSchemaIsFollowed() {
        Flow flow = FlowRule.derive("set_access", "Sets it.", Json.parse("""
                {"$defs": {"Mode": {"enum": ["r", "rw"]}, "Self": {"$ref": "#/$defs/Self"}},
                 "properties": {"access": {"$ref": "#/$defs/Mode"}, "loop": {"$ref": "#/$defs/Self"},
                                "lost": {"$ref": "#/$defs/Nowhere"}}}"""));
        assertThat(flow.identities()).containsOnlyKeys("loop", "lost");
    }

    @Test
    void asksOfAnAddressTheWorld() {
        Flow flow = FlowRule.derive(
                "fetch_page", "Reads it.", Json.parse("{\"properties\": {\"url\": {\"type\": \"string\"}}}"));
        assertThat(flow.fetches()).isTrue();
        assertThat(flow.reads()).isEqualTo(Source.WORLD);
    }

    @Test
    void aHeadingNamesWhatIsChangedWhereNothingElseDoes() {
        JsonNode schema = Json.parse("{\"properties\": {\"title\": {\"type\": \"string\"}}}");
        assertThat(FlowRule.derive("remove_page", "Removes it.", schema).identities())
                .containsKey("title");
        assertThat(FlowRule.derive("create_page", "Creates it.", schema).identities())
                .isEmpty();
    }
}
