package dev.writ.model.playbook.skill;

import dev.writ.model.playbook.turn.Ending;

/** What the offline model can do, and what to say when it can't. */
public final class HelpSkill {
    /** How to get a language model, as the end of a sentence. */
    public static final String SETTINGS =
            "set WRIT_MODEL_PROVIDER (or `model:` in writ.yaml) to a provider, with its API key in the environment"
                    + " (OPENAI_API_KEY or ANTHROPIC_API_KEY) or the address of a local OpenAI-compatible endpoint";

    private static final String SKILLS = """
            I am Writ's offline model. Without a language model I can do these things:
              - describe a workspace, a folder or a file: languages, size, entry points, open markers
              - find text or files and report the places: find "x" in *.md files; files larger than 1 MB; where is f defined?
              - replace text, showing the diff first: replace "a" by "b" in the Java files under src
              - set a value in a configuration file: set timeout to 30 in app.properties
              - run a command, and say what failed and where: run `make test`
              - find and fix simple faults: find out why `./run.sh` fails and fix it
              - tune numbers in a configuration file: make `./measure.sh` faster by tuning config.properties
              - git: show what changed; the last 5 commits; commit a.txt and b.txt with the message "…"
              - read, count, list, create, append to, move, copy and delete files; undo the last change
              - analyse how this system performed and what failed; run named queries of databases
            Several of these in a row are fine: "…, then …". For anything else\040""";

    private HelpSkill() {}

    static Report report() {
        return Report.of(SKILLS + SETTINGS + ".");
    }

    /** The honest ending for what is not understood. */
    public static Ending cannot(String what) {
        return Ending.failed(
                "model_cannot",
                "The offline playbook model can't do this: “" + Layout.line(what, 200)
                        + "”; to have a language model try, " + SETTINGS + ".");
    }

    /** The ending when nothing was asked. */
    public static Ending nothingAsked() {
        return Ending.failed(
                "model_cannot",
                "The request is empty, so there is nothing the offline playbook model can do; say what you want, for instance"
                        + " “describe this workspace”, or ask “what can you do?”.");
    }
}
