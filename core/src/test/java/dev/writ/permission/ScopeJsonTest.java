package dev.writ.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeJsonTest {
    @Provide
    Arbitrary<Scope> scopes() {
        return Arbitraries.of(ScopeFamily.class).flatMap(TestingScopes::scopes);
    }

    @Property(tries = 5_000)
    void whatIsWrittenIsReadBack(@ForAll("scopes") Scope scope) {
        assertThat(ScopeJson.read(ScopeFamily.of(scope), ScopeJson.write(scope)))
                .isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file_edit | {'read':['src/**'],'write':[]}",
                "file_system_listing | {'read':['src/**'],'write':['a']}",
                "terminal | {'commands':[['python3','app.py'],['ls','**']]}",
                "terminal | {'commands':[['curl','**']],'hosts':['*','*.example.org:8443','<address>','[::1]:80']}",
                "sql_lite | {'queries':['writ:tool_usage','writ:*']}",
                "github | {'repositories':['**'],'branches':['**'],'verbs':['read','stage','pull_request']}",
                "entity_manager | {'kinds':{'document':['read','write']}}",
                "message_user | {'recipients':['user']}"
            })
    void eachToolHasItsForm(String tool, String json) {
        String text = json.replace('\'', '"');
        assertThat(ScopeJson.write(ScopeJson.read(tool, Json.parse(text)))).isEqualTo(Json.parse(text));
    }

    @Test
    void hostsOfCommandsAreKeptInTheirOneForm() {
        Scope scope = ScopeJson.read(
                "terminal",
                Json.parse("{\"commands\":[[\"curl\",\"*\"]],\"hosts\":[\"Example.ORG\",\"example.org:443\"]}"));
        assertThat(ScopeJson.write(scope).path("hosts").toString()).isEqualTo("[\"example.org:443\"]");
    }

    @Test
    void aHostThatCanBeReadInTwoWaysIsRefusedWithAWayOut() {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> ScopeJson.read(
                        "terminal", Json.parse("{\"commands\":[[\"curl\",\"*\"]],\"hosts\":[\"0x7f.1\"]}")))
                .satisfies(e -> {
                    assertThat(e.failure().code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
                    assertThat(e.failure().message()).contains("0x7f.1");
                    assertThat(e.failure().hint()).contains("repo.example.org:8443");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file_edit | {'read':[],'Write':['**']}",
                "file_edit | {'read':'src'}",
                "file_edit | {'read':[1]}",
                "file_edit | {'read':['/etc/passwd']}",
                "file_edit | {'read':['../x']}",
                "file_edit | {'read':['a/./b']}",
                "file_edit | {'read':['a//b']}",
                "file_edit | {'read':['a/']}",
                "file_edit | {'read':['a\\u0000b']}",
                "file_edit | {'read':['a\\u202Eb']}",
                "file_edit | {'read':['\\uD800']}",
                "file_edit | []",
                "file_edit | null",
                "file_edit | {'commands':[['ls']]}",
                "terminal | {'commands':['ls -l']}",
                "terminal | {'commands':[[]]}",
                "terminal | {'commands':[['']]}",
                "sql_lite | {'queries':['tool_usage']}",
                "sql_lite | {'queries':['writ:']}",
                "sql_lite | {'queries':['*:tool_usage']}",
                "sql_lite | {'queries':['writ:t*']}",
                "sql_lite | {'queries':['w*:*']}",
                "sql_lite | {'queries':['writ:q'],'pins':{'writ:q':'0'}}",
                "github | {'verbs':['merge']}",
                "github | {'branches':['a/../main']}",
                "entity_manager | {'kinds':{'secret':['read']}}",
                "entity_manager | {'kinds':{'document':['delete']}}",
                "message_user | {'recipients':['']}",
                "core | {}",
                "no_such_tool | {}"
            })
    void whatIsNotOneClearScopeIsRefused(String tool, String json) {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> ScopeJson.read(tool, Json.parse(json.replace('\'', '"'))))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.INVALID_ARGUMENTS));
    }

    @Test
    void anEndlessListIsRefused() {
        var node = Json.object();
        var list = node.putArray("read");
        for (int i = 0; i < 501; i++) {
            list.add("f" + i);
        }
        assertThatExceptionOfType(WritException.class).isThrownBy(() -> ScopeJson.read("file_edit", node));
    }
}
