package dev.writ.cli;

import dev.writ.WritException;
import dev.writ.cli.top.Key;
import dev.writ.cli.top.Line;
import dev.writ.cli.top.Screen;
import dev.writ.cli.top.TopState;
import dev.writ.cli.top.TopView;
import dev.writ.cli.tty.RawMode;
import dev.writ.cli.tty.Size;
import dev.writ.cli.tty.Tty;
import dev.writ.cli.tty.Typed;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** The full screen: keys and news in, lines out. Its classes are loaded only for it. */
final class Top {
    private static final int WAIT_MILLIS = 100;
    private static final int ENDLESS = 10_000;

    private final GlobalOptions options;
    private final Terminal terminal;
    private final Api api;

    Top(GlobalOptions options, Api api) {
        this.options = options;
        this.terminal = options.terminal();
        this.api = api;
    }

    int run(boolean once) {
        Optional<Tty> tty = once || !terminal.isScreen() ? Optional.empty() : Tty.here();
        if (tty.isEmpty()) {
            printOnce();
            return ExitCode.OK;
        }
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        try (TopFeed feed = new TopFeed(api, () -> Session.now(options));
                RawMode raw = tty.get().raw().orElseThrow();
                Screen screen = new Screen(out, terminal.isColoured())) {
            return loop(tty.get(), feed, raw, screen);
        }
    }

    private void printOnce() {
        TopState state = TopState.of(TopReader.read(api, ""));
        Size size = new Size(terminal.columns(), ENDLESS);
        TopView.draw(state, Instant.now(), size).stream()
                .limit(ENDLESS - 1L)
                .map(Line::text)
                .filter(line -> !line.isBlank())
                .map(String::stripTrailing)
                .forEach(terminal::data);
    }

    private int loop(Tty tty, TopFeed feed, RawMode raw, Screen screen) {
        TopState state = TopState.of(feed.latest());
        Size size = tty.size();
        while (true) {
            Size now = tty.size();
            if (!now.equals(size)) {
                size = now;
                screen.forget();
            }
            state = state.with(feed.latest());
            state = state.within(TopView.mostScroll(state, size));
            screen.draw(TopView.draw(state, Instant.now(), size));
            switch (raw.read(WAIT_MILLIS)) {
                case Typed.Nothing() -> {
                    // Time goes on, and with it what is left of it.
                }
                case Typed.Ended() -> {
                    return ExitCode.OK;
                }
                case Typed.Keys(String characters) -> {
                    for (Key key : Key.of(characters)) {
                        if (key == Key.Named.INTERRUPT) {
                            return ExitCode.INTERRUPTED;
                        }
                        if (isTyped(key, 'q') && state.mode() != TopState.Mode.FILTER) {
                            return ExitCode.OK;
                        }
                        if (terminal.isInteractive()
                                && state.approval().isPresent()
                                && (isTyped(key, 'a') || isTyped(key, 'd'))) {
                            decide(feed, raw, screen, state.approval().get().id());
                            // What was typed behind the key was typed before the question.
                            break;
                        }
                        if (key == Key.Named.STOP) {
                            stop(tty, raw, screen);
                        } else if (key == Key.Named.REDRAW) {
                            screen.forget();
                        } else {
                            state = state.press(key);
                        }
                    }
                    feed.open(state.wanted());
                }
            }
        }
    }

    /** The question is asked on the ordinary screen, where it stays to be read. */
    private void decide(TopFeed feed, RawMode raw, Screen screen, String id) {
        screen.leave();
        raw.leave();
        try {
            new ApprovalPrompt(terminal).offer(feed.api(), feed.api().get("/approvals/" + Paths.name(id)));
        } catch (WritException e) {
            terminal.message("  " + e.failure().message());
        }
        feed.refresh();
        raw.enter();
        screen.enter();
    }

    private static void stop(Tty tty, RawMode raw, Screen screen) {
        screen.leave();
        raw.leave();
        tty.stopJob();
        raw.enter();
        screen.enter();
    }

    private static boolean isTyped(Key key, char character) {
        return key instanceof Key.Typed(int typed) && typed == character;
    }
}
