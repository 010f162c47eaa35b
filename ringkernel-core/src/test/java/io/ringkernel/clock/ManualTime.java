package io.ringkernel.clock;

/** A physical clock that goes where the test says. */
final class ManualTime implements TimeSource {

    private volatile long millis;

    ManualTime(long millis) {
        this.millis = millis;
    }

    @Override
    public long millis() {
        return millis;
    }

    void set(long millis) {
        this.millis = millis;
    }

    void move(long by) {
        set(millis + by);
    }
}
