------------------------------ MODULE CommitTags ------------------------------
(***************************************************************************)
(* io.ringkernel.queue.SlotLayout, SlotProducer.commit, SlotConsumer and   *)
(* rk/slot.cuh: one slot, lap after lap.  Each of its four granules ends   *)
(* in the tag of the lap; a reader that finds all four has the message.    *)
(*                                                                         *)
(* When the host writes, stores of 8 or 2 bytes become visible one by one, *)
(* and the device takes granules of 16 bytes, each at its own time.  When  *)
(* the device writes, granules arrive in any order over the bus, and the   *)
(* host looks at the tags one by one and copies behind them.               *)
(*                                                                         *)
(* Payload of the host lies for a while where its tags will be, and may    *)
(* look like one: `chance` says in which granules it does.                 *)
(***************************************************************************)
(* MUTANT NoFence: Intact: the tags are stored without release fence behind the payload *)
(* MUTANT OneTag: Intact: the reader looks at the first granule only *)
(* MUTANT NoLaps: Intact: the tag does not count laps *)
(* MUTANT RestoredInRing: Intact: the reader puts the displaced bytes back into the slot *)
(* MUTANT FieldsInAnyOrder: Intact: payload words become visible in any order, not in that of offsets *)
(* MUTANT HalfGranules: Intact: the bus tears granules in halves *)
(* MUTANT TagLost: Taken: one tag never arrives *)
EXTENDS Naturals, Sequences

CONSTANTS Laps, Mutant

Granules == 1 .. 4
Payload == {3, 4}          \* granules without header

\* Stores: low and high half of a granule; the high half of the header has the tag, payload gets it later.
Low(g) == <<g, "low">>
High(g) == <<g, "high">>
Tag(g) == <<g, "tag">>
HostStores == {Low(g) : g \in Granules} \cup {High(g) : g \in Granules} \cup {Tag(g) : g \in Payload}
DeviceStores == {High(g) : g \in Granules} \cup {Low(g) : g \in Granules}

IsTag(s) == s[2] = "tag" \/ (s[2] = "high" /\ s[1] \notin Payload)
Offset(s) == 2 * s[1] + (IF s[2] = "low" THEN 0 ELSE 1)

(* Whether store a must be visible before store b. *)
HostBefore(a, b) ==
  \/ Mutant # "NoFence" /\ ~IsTag(a) /\ IsTag(b)           \* the release fence of commit
  \/ a = High(b[1]) /\ b = Tag(b[1])                       \* the same word
  \/ /\ Mutant # "FieldsInAnyOrder"
     /\ a[1] \in Payload /\ b[1] \in Payload
     /\ ~IsTag(a) /\ ~IsTag(b)
     /\ Offset(a) < Offset(b)

VARIABLES
  writer,     \* "host" or "device"
  lap,        \* the lap that is being written
  chance,     \* payload granules whose payload ends like this lap's tag
  old,        \* of each granule, what its last two bytes hold before this lap's stores
  visible,    \* the stores of this lap that the reader can see
  got,        \* of each granule, what the reader has taken, or nothing
  taken       \* the messages taken: of each, the laps that its halves are of

vars == <<writer, lap, chance, old, visible, got, taken>>

Nothing == [low |-> 0, high |-> 0, tag |-> 0]
TagOf(n) == IF Mutant = "NoLaps" THEN 1 ELSE n
Noise == 99

(* The granule as it is in memory now. *)
Now(g) ==
  [low  |-> IF Low(g) \in visible THEN lap ELSE lap - 1,
   high |-> IF High(g) \in visible THEN lap ELSE lap - 1,
   tag  |-> IF writer = "device" \/ g \notin Payload
            THEN (IF High(g) \in visible THEN TagOf(lap) ELSE old[g])
            ELSE IF Tag(g) \in visible THEN TagOf(lap)
            ELSE IF High(g) \in visible THEN (IF g \in chance THEN TagOf(lap) ELSE Noise)
            ELSE old[g]]

Init ==
  /\ writer \in {"host", "device"}
  /\ lap = 1
  /\ chance \in SUBSET Payload
  /\ old = [g \in Granules |-> 0]
  /\ visible = {}
  /\ got = [g \in Granules |-> Nothing]
  /\ taken = << >>

(* A store of the host becomes visible. *)
HostStore ==
  /\ writer = "host"
  /\ lap <= Laps
  /\ \E s \in HostStores \ visible :
       /\ ~(Mutant = "TagLost" /\ s = Tag(4))
       /\ \A before \in HostStores : HostBefore(before, s) => before \in visible
       /\ visible' = visible \cup {s}
  /\ UNCHANGED <<writer, lap, chance, old, got, taken>>

(* A granule, or in the mutant a half of it, arrives from the device. *)
Arrive ==
  /\ writer = "device"
  /\ lap <= Laps
  /\ \E s \in DeviceStores \ visible :
       visible' = visible \cup (IF Mutant = "HalfGranules" THEN {s} ELSE {Low(s[1]), High(s[1])})
  /\ UNCHANGED <<writer, lap, chance, old, got, taken>>

(* The reader takes a granule, or looks at its tag. *)
Take ==
  /\ lap <= Laps
  /\ \E g \in Granules :
       /\ got[g] = Nothing
       /\ Now(g).tag = TagOf(lap) \/ (Mutant = "OneTag" /\ g > 1)
       /\ writer = "device" => \A before \in 1 .. g - 1 : got[before] # Nothing
       /\ got' = [got EXCEPT ![g] = Now(g)]
  /\ UNCHANGED <<writer, lap, chance, old, visible, taken>>

(* It begins anew: some granule was not there. *)
Retry ==
  /\ \E g \in Granules : got[g] # Nothing
  /\ \E g \in Granules : got[g] = Nothing /\ Now(g).tag # TagOf(lap)
  /\ got' = [g \in Granules |-> Nothing]
  /\ UNCHANGED <<writer, lap, chance, old, visible, taken>>

(* All four tags were there.  The device has taken the granules with them; the host copies now. *)
Accept ==
  /\ \A g \in Granules : got[g] # Nothing
  /\ LET message == [g \in Granules |-> IF writer = "host" THEN got[g] ELSE Now(g)]
     IN taken' = Append(taken, {message[g].low : g \in Granules} \cup {message[g].high : g \in Granules})
  /\ got' = [g \in Granules |-> Nothing]
  /\ lap' = lap + 1
  /\ visible' = {}
  /\ chance' \in SUBSET Payload
  /\ \E like \in SUBSET Payload :    \* which displaced bytes look like the next lap's tag
       old' = [g \in Granules |->
                 IF Mutant = "RestoredInRing" /\ g \in Payload
                 THEN (IF g \in like THEN TagOf(lap + 1) ELSE Noise)
                 ELSE TagOf(lap)]
  /\ UNCHANGED writer

Rest == lap > Laps /\ UNCHANGED vars

Next == HostStore \/ Arrive \/ Take \/ Retry \/ Accept \/ Rest

(* What is stored becomes visible; the reader looks again and again, and so one day when all is there. *)
Fairness ==
  /\ WF_vars(HostStore) /\ WF_vars(Arrive)
  /\ WF_vars(Take) /\ WF_vars(Retry) /\ WF_vars(Accept)

Spec == Init /\ [][Next]_vars /\ Fairness

\* A message that is taken is the lap's, all of it.
Intact == \A n \in DOMAIN taken : taken[n] = {n}

\* Every message is taken.
Taken == <>(lap = Laps + 1)
================================================================================
