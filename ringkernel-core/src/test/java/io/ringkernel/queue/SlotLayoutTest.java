package io.ringkernel.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.memory.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotLayoutTest {

    @ParameterizedTest
    @CsvSource({
        "hlc,0,8",
        "correlation,8,4",
        "type,12,2",
        "tag0,14,2",
        "target,16,4",
        "sender,20,4",
        "flags,24,2",
        "fix2,26,2",
        "fix3,28,2",
        "tag1,30,2"
    })
    void shouldKeepEveryHeaderFieldWhereTheDeviceExpectsIt(String name, long offset, long size) {
        Struct.Field field = SlotLayout.HEADER.field(name);
        assertThat(field.offset()).isEqualTo(offset);
        assertThat(field.type().size()).isEqualTo(size);
    }

    @Test
    void shouldHaveAHeaderOf32BytesAndATagAtTheEndOfEachGranule() {
        assertThat(SlotLayout.HEADER.name()).isEqualTo("RkSlotHeader");
        assertThat(SlotLayout.HEADER.fields()).hasSize(10);
        assertThat(SlotLayout.HEADER_BYTES).isEqualTo(32);
        assertThat(SlotLayout.PAYLOAD_OFFSET).isEqualTo(32);
        assertThat(new long[] {SlotLayout.TAG0, SlotLayout.TAG1, SlotLayout.TAG2, SlotLayout.TAG3})
                .containsExactly(14, 30, 46, 62);
    }

    @ParameterizedTest
    @CsvSource({"0,64", "1,64", "32,64", "33,128", "96,128", "97,256", "4064,4096", "4065,8192"})
    void shouldChooseTheSmallestSlotThatFits(long payload, long slot) {
        assertThat(SlotLayout.slotBytesFor(payload)).isEqualTo(slot);
    }

    @ParameterizedTest
    @CsvSource({
        "0,1",
        "15,1",
        "16,2",
        "1048559,-1",
        "1048560,0",
        "1048575,0",
        "1048576,1",
        "9223372036854775807,0"
    })
    void shouldTagEachLapDifferentlyAndWrapAt16Bits(long position, short tag) {
        assertThat(SlotLayout.tag(position, 4)).isEqualTo(tag);
    }
}
