package dev.writ.tool.reach;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SensitiveNameTest {
    @ParameterizedTest
    @CsvSource({
        ".env, secrets",
        "app/.env.production, secrets",
        "deploy/server.pem, secrets",
        "home/.ssh/config, secrets",
        "id_rsa, secrets",
        "config/credentials.json, secrets",
        ".github/workflows/release.yml, build pipeline",
        ".gitlab-ci.yml, build pipeline",
        "Jenkinsfile, build pipeline",
        "docs/AGENTS.md, orders to agents",
    })
    void aNameThatDeservesASecondLookSaysWhy(String path, String kind) {
        assertThat(SensitiveName.kind(path)).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/Main.java",
                "environment.md",
                "keyboard.txt",
                "monkey.keys",
                "docs/workflows.md",
                ".envrc.md"
            })
    void ordinaryNamesDoNot(String path) {
        assertThat(SensitiveName.kind(path)).isEmpty();
    }
}
