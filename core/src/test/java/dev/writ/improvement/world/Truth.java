package dev.writ.improvement.world;

/** What a change does in a world. */
enum Truth {
    GOOD("helps", Fate.KEPT) {
        @Override
        void work(Plant plant, Traces task, boolean forAll) {
            plant.good(task);
        }
    },
    /** The marks may go, and what the change is to make better stays as it is. */
    NEUTRAL("makes no difference to what it is to make better", Fate.GIVEN_UP) {
        @Override
        void work(Plant plant, Traces task, boolean forAll) {
            plant.neutral(task);
        }
    },
    HARMFUL("harms", Fate.TAKEN_BACK) {
        @Override
        void work(Plant plant, Traces task, boolean forAll) {
            plant.harmful(task);
        }
    },
    /** Good as long as a part of the tasks works with it, and harmful once all do. */
    HARMFUL_FOR_ALL("helps a part, and harms once all have it", Fate.TAKEN_BACK) {
        @Override
        void work(Plant plant, Traces task, boolean forAll) {
            if (forAll) {
                plant.harmful(task);
            } else {
                plant.good(task);
            }
        }
    },
    /** Both versions are the same in all that can be seen: A/A. */
    SAME("changes nothing at all (A/A)", Fate.GIVEN_UP) {
        @Override
        void work(Plant plant, Traces task, boolean forAll) {
            plant.before(task);
        }
    };

    private final String title;
    private final Fate deserved;

    Truth(String title, Fate deserved) {
        this.title = title;
        this.deserved = deserved;
    }

    String title() {
        return title;
    }

    /** What should become of the change. */
    Fate deserved() {
        return deserved;
    }

    /**
     * A task with the changed version.
     *
     * @param forAll whether all tasks have it
     */
    abstract void work(Plant plant, Traces task, boolean forAll);
}
