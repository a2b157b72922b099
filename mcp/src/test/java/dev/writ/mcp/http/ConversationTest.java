package dev.writ.mcp.http;

import static dev.writ.mcp.TestingJson.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.mcp.Background;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final Conversation conversation = new Conversation();

    @Test
    void whatIsSaidComesInOrderAndTheLastWordLast() throws InterruptedException {
        conversation.send(json("{'n':1}"));
        conversation.send(json("{'n':2}"));
        conversation.end(json("{'n':3}"));
        assertThat(conversation.next(LONG).orElseThrow().message()).isEqualTo(json("{'n':1}"));
        assertThat(conversation.next(LONG).orElseThrow().last()).isFalse();
        assertThat(conversation.next(LONG).orElseThrow().last()).isTrue();
    }

    @Test
    void silenceIsNoticedAfterTheGivenTime() throws InterruptedException {
        assertThat(conversation.next(Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void whoSaysMuchWaitsForTheReader() throws Exception {
        Background<Boolean> talker = Background.start(() -> {
            for (int n = 0; n < 1000; n++) {
                conversation.send(json("{}"));
            }
            conversation.end(json("{'last':true}"));
            return true;
        });
        int heard = 0;
        while (!conversation.next(LONG).orElseThrow().last()) {
            heard++;
        }
        assertThat(heard).isEqualTo(1000);
        assertThat(talker.result()).isTrue();
    }

    @Test
    void anInterruptedTalkerHasItsLastWord() throws Exception {
        Background<Boolean> talker = Background.start(() -> {
            Thread.currentThread().interrupt();
            for (int n = 0; n < 1000; n++) {
                conversation.send(json("{}"));
            }
            conversation.end(json("{'last':true}"));
            return true;
        });
        assertThat(talker.result()).isTrue();
        while (!conversation.next(LONG).orElseThrow().last()) {}
    }

    @Test
    void whoTalksToNobodyNeverWaits() throws Exception {
        conversation.abandon();
        Background<Boolean> talker = Background.start(() -> {
            for (int n = 0; n < 1000; n++) {
                conversation.send(json("{}"));
            }
            return true;
        });
        assertThat(talker.result()).isTrue();
        assertThat(conversation.next(Duration.ofMillis(1))).isEmpty();
    }
}
