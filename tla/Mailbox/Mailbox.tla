-------------------------------- MODULE Mailbox --------------------------------
(***************************************************************************)
(* io.ringkernel.internal.cpu: CpuCell and RunState, over a queue whose    *)
(* producers claim a place before they store a message there (GrowingQueue *)
(* in one chunk).  The scheduled flag puts the actor on at most one        *)
(* carrier; no message waits unseen.  The run queue is a set of promises   *)
(* to run the actor: that each is kept is the matter of Roster.            *)
(***************************************************************************)
(* MUTANT IdleReleased: Woken: idle is a release store, so the look for claims may come before it *)
(* MUTANT NoLookBehind: Woken: the carrier does not look for claims after idle *)
(* MUTANT LookFirst: Woken: the carrier looks for claims before idle *)
(* MUTANT ClaimPlain: Woken: the claim is a release store, not a compare-and-set *)
(* MUTANT StartStores: Once: tryStart reads and then stores, without compare-and-set *)
(* MUTANT StoreOpaque: Intact: the message is published without release *)
(* MUTANT NoRequeue: Woken: a turn that leaves messages is not queued again *)
(* MUTANT PollsOnly: Woken: the carrier looks for messages, not for claims *)
EXTENDS Integers, FiniteSets, StoreBuffers

CONSTANTS
  Producers,   \* numbers from 1 on
  Carriers,    \* numbers after theirs
  Messages,    \* that each producer sends
  Batch,       \* messages of one turn
  Mutant

None == 0
IDLE == 0
SCHEDULED == 1
Total == Cardinality(Producers) * Messages
INDEX == <<"index", 0>>
POSITION == <<"position", 0>>
FLAG == <<"state", 0>>
Place(p) == <<"place", p>>        \* the reference
Content(p) == <<"content", p>>    \* what the message holds
AllWords == {INDEX, POSITION, FLAG} \cup {Place(p) : p \in 0 .. Total - 1}
            \cup {Content(p) : p \in 0 .. Total - 1}
AllThreads == Producers \cup Carriers
Buffers == {100 + t : t \in Threads}

(*--algorithm Mailbox
variables
  memory = Fresh([w \in Words |-> 0]),
  queued = 0,                      \* how often the actor is in the run queue
  running = {},                    \* the carriers that have it
  received = 0,
  torn = FALSE;

macro store(word, value, order) begin
  await MayStore(memory, self, order);
  memory := Store(memory, self, word, value, order);
end macro;

fair process Producer \in Producers
variables sent = 0, place = 0;
begin
ReadIndex:
  while sent < Messages do
    place := Load(memory, self, INDEX);
Claim:
    if Mutant = "ClaimPlain" then
      await HasRoom(memory, self) /\ \A t \in Producers : Pending(memory, t, INDEX) = {};
      memory := Store(memory, self, INDEX, place + 1, "release");
      if memory.holds[INDEX] # place then
        goto ReadIndex;
      end if;
    else
      await IsEmpty(memory, self);
      with swap = Swap(memory, INDEX, place, place + 1) do
        memory := swap.memory;
        if ~swap.done then
          goto ReadIndex;
        end if;
      end with;
    end if;
Write:
    store(Content(place), place + 1, "opaque");
Publish:
    store(Place(place), 1, IF Mutant = "StoreOpaque" THEN "opaque" ELSE "release");
    sent := sent + 1;
ReadState:
    if Load(memory, self, FLAG) # IDLE then
      place := 0;
      goto ReadIndex;
    end if;
Start:
    place := 0;
    if Mutant = "StartStores" then
      store(FLAG, SCHEDULED, "release");
      queued := queued + 1;
    else
      await IsEmpty(memory, self);
      with swap = Swap(memory, FLAG, IDLE, SCHEDULED) do
        memory := swap.memory;
        queued := IF swap.done THEN queued + 1 ELSE queued;
      end with;
    end if;
  end while;
end process;

fair process Carrier \in Carriers
variables head = 0, turns = 0, more = FALSE;
begin
Pick:
  while received < Total \/ queued > 0 do
    await queued > 0 \/ (received = Total /\ running = {});
    if queued = 0 then
      goto Done;
    else
      queued := queued - 1;
      running := running \cup {self};
      turns := Batch;
    end if;
Turn:
    head := Load(memory, self, POSITION);
Poll:
    if turns = 0 then
      goto Requeue;
    elsif head = Total \/ Load(memory, self, Place(head)) = 0 then
      goto LookEarly;
    end if;
Read:
    torn := torn \/ Load(memory, self, Content(head)) # head + 1;
    received := received + 1;
    turns := turns - 1;
Advance:
    store(POSITION, head + 1, "release");
    head := head + 1;
    goto Poll;
Requeue:                           \* the turn is over, there may be more: the flag stays
    await IsEmpty(memory, self);   \* the run queue publishes what the carrier did
    running := running \ {self};
    head := 0;
    if Mutant # "NoRequeue" then
      queued := queued + 1;
    end if;
    goto Pick;
LookEarly:
    if Mutant = "LookFirst" then
      more := Load(memory, self, INDEX) # head;
    end if;
Idle:
    await Mutant = "IdleReleased" \/ IsEmpty(memory, self);
    memory := Store(memory, self, FLAG, IDLE, IF Mutant = "IdleReleased" THEN "release" ELSE "volatile");
    running := running \ {self};
    turns := 0;
Look:
    if Mutant = "PollsOnly" then
      more := head < Total /\ Load(memory, self, Place(head)) # 0;
    elsif Mutant # "LookFirst" then
      more := Mutant # "NoLookBehind" /\ Load(memory, self, INDEX) # head;
    end if;
    head := 0;
LookAtState:
    if ~more \/ Load(memory, self, FLAG) # IDLE then
      more := FALSE;
      goto Pick;
    end if;
StartAgain:
    await IsEmpty(memory, self);
    more := FALSE;
    with swap = Swap(memory, FLAG, IDLE, SCHEDULED) do
      memory := swap.memory;
      queued := IF swap.done THEN queued + 1 ELSE queued;
    end with;
  end while;
end process;

fair process Flusher \in Buffers
begin
Flush:
  while pc[self - 100] # "Done" \/ ~IsEmpty(memory, self - 100) do
    with k \in MayLeave(memory, self - 100) do
      memory := Left(memory, self - 100, k);
    end with;
  end while;
end process;
end algorithm; *)
\* BEGIN TRANSLATION (chksum(pcal) = "21587aa9" /\ chksum(tla) = "d24fc3e5")
VARIABLES memory, queued, running, received, torn, pc, sent, place, head, 
          turns, more

vars == << memory, queued, running, received, torn, pc, sent, place, head, 
           turns, more >>

ProcSet == (Producers) \cup (Carriers) \cup (Buffers)

Init == (* Global variables *)
        /\ memory = Fresh([w \in Words |-> 0])
        /\ queued = 0
        /\ running = {}
        /\ received = 0
        /\ torn = FALSE
        (* Process Producer *)
        /\ sent = [self \in Producers |-> 0]
        /\ place = [self \in Producers |-> 0]
        (* Process Carrier *)
        /\ head = [self \in Carriers |-> 0]
        /\ turns = [self \in Carriers |-> 0]
        /\ more = [self \in Carriers |-> FALSE]
        /\ pc = [self \in ProcSet |-> CASE self \in Producers -> "ReadIndex"
                                        [] self \in Carriers -> "Pick"
                                        [] self \in Buffers -> "Flush"]

ReadIndex(self) == /\ pc[self] = "ReadIndex"
                   /\ IF sent[self] < Messages
                         THEN /\ place' = [place EXCEPT ![self] = Load(memory, self, INDEX)]
                              /\ pc' = [pc EXCEPT ![self] = "Claim"]
                         ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                              /\ place' = place
                   /\ UNCHANGED << memory, queued, running, received, torn, 
                                   sent, head, turns, more >>

Claim(self) == /\ pc[self] = "Claim"
               /\ IF Mutant = "ClaimPlain"
                     THEN /\ HasRoom(memory, self) /\ \A t \in Producers : Pending(memory, t, INDEX) = {}
                          /\ memory' = Store(memory, self, INDEX, place[self] + 1, "release")
                          /\ IF memory'.holds[INDEX] # place[self]
                                THEN /\ pc' = [pc EXCEPT ![self] = "ReadIndex"]
                                ELSE /\ pc' = [pc EXCEPT ![self] = "Write"]
                     ELSE /\ IsEmpty(memory, self)
                          /\ LET swap == Swap(memory, INDEX, place[self], place[self] + 1) IN
                               /\ memory' = swap.memory
                               /\ IF ~swap.done
                                     THEN /\ pc' = [pc EXCEPT ![self] = "ReadIndex"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "Write"]
               /\ UNCHANGED << queued, running, received, torn, sent, place, 
                               head, turns, more >>

Write(self) == /\ pc[self] = "Write"
               /\ MayStore(memory, self, "opaque")
               /\ memory' = Store(memory, self, (Content(place[self])), (place[self] + 1), "opaque")
               /\ pc' = [pc EXCEPT ![self] = "Publish"]
               /\ UNCHANGED << queued, running, received, torn, sent, place, 
                               head, turns, more >>

Publish(self) == /\ pc[self] = "Publish"
                 /\ MayStore(memory, self, (IF Mutant = "StoreOpaque" THEN "opaque" ELSE "release"))
                 /\ memory' = Store(memory, self, (Place(place[self])), 1, (IF Mutant = "StoreOpaque" THEN "opaque" ELSE "release"))
                 /\ sent' = [sent EXCEPT ![self] = sent[self] + 1]
                 /\ pc' = [pc EXCEPT ![self] = "ReadState"]
                 /\ UNCHANGED << queued, running, received, torn, place, head, 
                                 turns, more >>

ReadState(self) == /\ pc[self] = "ReadState"
                   /\ IF Load(memory, self, FLAG) # IDLE
                         THEN /\ place' = [place EXCEPT ![self] = 0]
                              /\ pc' = [pc EXCEPT ![self] = "ReadIndex"]
                         ELSE /\ pc' = [pc EXCEPT ![self] = "Start"]
                              /\ place' = place
                   /\ UNCHANGED << memory, queued, running, received, torn, 
                                   sent, head, turns, more >>

Start(self) == /\ pc[self] = "Start"
               /\ place' = [place EXCEPT ![self] = 0]
               /\ IF Mutant = "StartStores"
                     THEN /\ MayStore(memory, self, "release")
                          /\ memory' = Store(memory, self, FLAG, SCHEDULED, "release")
                          /\ queued' = queued + 1
                     ELSE /\ IsEmpty(memory, self)
                          /\ LET swap == Swap(memory, FLAG, IDLE, SCHEDULED) IN
                               /\ memory' = swap.memory
                               /\ queued' = IF swap.done THEN queued + 1 ELSE queued
               /\ pc' = [pc EXCEPT ![self] = "ReadIndex"]
               /\ UNCHANGED << running, received, torn, sent, head, turns, 
                               more >>

Producer(self) == ReadIndex(self) \/ Claim(self) \/ Write(self)
                     \/ Publish(self) \/ ReadState(self) \/ Start(self)

Pick(self) == /\ pc[self] = "Pick"
              /\ IF received < Total \/ queued > 0
                    THEN /\ queued > 0 \/ (received = Total /\ running = {})
                         /\ IF queued = 0
                               THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                    /\ UNCHANGED << queued, running, turns >>
                               ELSE /\ queued' = queued - 1
                                    /\ running' = (running \cup {self})
                                    /\ turns' = [turns EXCEPT ![self] = Batch]
                                    /\ pc' = [pc EXCEPT ![self] = "Turn"]
                    ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                         /\ UNCHANGED << queued, running, turns >>
              /\ UNCHANGED << memory, received, torn, sent, place, head, more >>

Turn(self) == /\ pc[self] = "Turn"
              /\ head' = [head EXCEPT ![self] = Load(memory, self, POSITION)]
              /\ pc' = [pc EXCEPT ![self] = "Poll"]
              /\ UNCHANGED << memory, queued, running, received, torn, sent, 
                              place, turns, more >>

Poll(self) == /\ pc[self] = "Poll"
              /\ IF turns[self] = 0
                    THEN /\ pc' = [pc EXCEPT ![self] = "Requeue"]
                    ELSE /\ IF head[self] = Total \/ Load(memory, self, Place(head[self])) = 0
                               THEN /\ pc' = [pc EXCEPT ![self] = "LookEarly"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "Read"]
              /\ UNCHANGED << memory, queued, running, received, torn, sent, 
                              place, head, turns, more >>

Read(self) == /\ pc[self] = "Read"
              /\ torn' = (torn \/ Load(memory, self, Content(head[self])) # head[self] + 1)
              /\ received' = received + 1
              /\ turns' = [turns EXCEPT ![self] = turns[self] - 1]
              /\ pc' = [pc EXCEPT ![self] = "Advance"]
              /\ UNCHANGED << memory, queued, running, sent, place, head, more >>

Advance(self) == /\ pc[self] = "Advance"
                 /\ MayStore(memory, self, "release")
                 /\ memory' = Store(memory, self, POSITION, (head[self] + 1), "release")
                 /\ head' = [head EXCEPT ![self] = head[self] + 1]
                 /\ pc' = [pc EXCEPT ![self] = "Poll"]
                 /\ UNCHANGED << queued, running, received, torn, sent, place, 
                                 turns, more >>

Requeue(self) == /\ pc[self] = "Requeue"
                 /\ IsEmpty(memory, self)
                 /\ running' = running \ {self}
                 /\ head' = [head EXCEPT ![self] = 0]
                 /\ IF Mutant # "NoRequeue"
                       THEN /\ queued' = queued + 1
                       ELSE /\ TRUE
                            /\ UNCHANGED queued
                 /\ pc' = [pc EXCEPT ![self] = "Pick"]
                 /\ UNCHANGED << memory, received, torn, sent, place, turns, 
                                 more >>

LookEarly(self) == /\ pc[self] = "LookEarly"
                   /\ IF Mutant = "LookFirst"
                         THEN /\ more' = [more EXCEPT ![self] = Load(memory, self, INDEX) # head[self]]
                         ELSE /\ TRUE
                              /\ more' = more
                   /\ pc' = [pc EXCEPT ![self] = "Idle"]
                   /\ UNCHANGED << memory, queued, running, received, torn, 
                                   sent, place, head, turns >>

Idle(self) == /\ pc[self] = "Idle"
              /\ Mutant = "IdleReleased" \/ IsEmpty(memory, self)
              /\ memory' = Store(memory, self, FLAG, IDLE, IF Mutant = "IdleReleased" THEN "release" ELSE "volatile")
              /\ running' = running \ {self}
              /\ turns' = [turns EXCEPT ![self] = 0]
              /\ pc' = [pc EXCEPT ![self] = "Look"]
              /\ UNCHANGED << queued, received, torn, sent, place, head, more >>

Look(self) == /\ pc[self] = "Look"
              /\ IF Mutant = "PollsOnly"
                    THEN /\ more' = [more EXCEPT ![self] = head[self] < Total /\ Load(memory, self, Place(head[self])) # 0]
                    ELSE /\ IF Mutant # "LookFirst"
                               THEN /\ more' = [more EXCEPT ![self] = Mutant # "NoLookBehind" /\ Load(memory, self, INDEX) # head[self]]
                               ELSE /\ TRUE
                                    /\ more' = more
              /\ head' = [head EXCEPT ![self] = 0]
              /\ pc' = [pc EXCEPT ![self] = "LookAtState"]
              /\ UNCHANGED << memory, queued, running, received, torn, sent, 
                              place, turns >>

LookAtState(self) == /\ pc[self] = "LookAtState"
                     /\ IF ~more[self] \/ Load(memory, self, FLAG) # IDLE
                           THEN /\ more' = [more EXCEPT ![self] = FALSE]
                                /\ pc' = [pc EXCEPT ![self] = "Pick"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "StartAgain"]
                                /\ more' = more
                     /\ UNCHANGED << memory, queued, running, received, torn, 
                                     sent, place, head, turns >>

StartAgain(self) == /\ pc[self] = "StartAgain"
                    /\ IsEmpty(memory, self)
                    /\ more' = [more EXCEPT ![self] = FALSE]
                    /\ LET swap == Swap(memory, FLAG, IDLE, SCHEDULED) IN
                         /\ memory' = swap.memory
                         /\ queued' = IF swap.done THEN queued + 1 ELSE queued
                    /\ pc' = [pc EXCEPT ![self] = "Pick"]
                    /\ UNCHANGED << running, received, torn, sent, place, head, 
                                    turns >>

Carrier(self) == Pick(self) \/ Turn(self) \/ Poll(self) \/ Read(self)
                    \/ Advance(self) \/ Requeue(self) \/ LookEarly(self)
                    \/ Idle(self) \/ Look(self) \/ LookAtState(self)
                    \/ StartAgain(self)

Flush(self) == /\ pc[self] = "Flush"
               /\ IF pc[self - 100] # "Done" \/ ~IsEmpty(memory, self - 100)
                     THEN /\ \E k \in MayLeave(memory, self - 100):
                               memory' = Left(memory, self - 100, k)
                          /\ pc' = [pc EXCEPT ![self] = "Flush"]
                     ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                          /\ UNCHANGED memory
               /\ UNCHANGED << queued, running, received, torn, sent, place, 
                               head, turns, more >>

Flusher(self) == Flush(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in Producers: Producer(self))
           \/ (\E self \in Carriers: Carrier(self))
           \/ (\E self \in Buffers: Flusher(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in Producers : WF_vars(Producer(self))
        /\ \A self \in Carriers : WF_vars(Carrier(self))
        /\ \A self \in Buffers : WF_vars(Flusher(self))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 

AllOver == \A t \in Threads : pc[t] = "Done"

(* Safety. *)

\* The actor is on one carrier at most, and in the run queue at most once.
Once == Cardinality(running) <= 1 /\ queued <= 1 /\ (queued = 1 => running = {})

\* Messages are read as they were written, each once.
Intact == ~torn /\ received <= Total

\* Never do all rest while a message waits.
Woken ==
  LET resting == /\ \A p \in Producers : pc[p] = "Done"
                 /\ queued = 0
                 /\ running = {}
                 /\ \A c \in Carriers : pc[c] \in {"Pick", "Done"}
                 /\ \A t \in Threads : IsEmpty(memory, t)
  IN resting => received = Total

(* Liveness: every message is handled. *)

Handled == <>(received = Total)
Ends == <>AllOver
================================================================================
