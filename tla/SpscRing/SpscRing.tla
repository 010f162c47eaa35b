------------------------------- MODULE SpscRing -------------------------------
(***************************************************************************)
(* io.ringkernel.queue.SpscRing: one producer owns the tail, one consumer  *)
(* the head; each keeps the other's index as it last saw it.               *)
(***************************************************************************)
(* MUTANT CommitOpaque: Intact: the tail is stored without release *)
(* MUTANT PayloadFirst: Intact: the payload is read before the tail, as without acquire *)
(* MUTANT HeadFirst: Intact: the slot is given back before it is read *)
(* MUTANT OffByOne: Intact: a claim takes one slot more than there is *)
(* MUTANT NoSecondLook: Ends: the producer trusts its cached head for ever *)
EXTENDS Integers, StoreBuffers

CONSTANTS Capacity, Messages, Mutant

Producer == 1
Consumer == 2
BothEnds == {Producer, Consumer}
Slots == 0 .. Capacity - 1
Payload(s) == <<"payload", s>>
TAIL == <<"tail", 0>>
HEAD == <<"head", 0>>
RingWords == {Payload(s) : s \in Slots} \cup {TAIL, HEAD}
At(position) == position % Capacity
Buffers == {100 + t : t \in Threads}

(*--algorithm SpscRing
variables
  memory = Fresh([w \in Words |-> 0]),
  received = << >>,
  torn = FALSE,
  overrun = FALSE;

macro store(word, value, order) begin
  await MayStore(memory, self, order);
  memory := Store(memory, self, word, value, order);
end macro;

fair process Sender \in {Producer}
variables tail = 0, cachedHead = 0;
begin
Claim:
  while tail < Messages do
    if tail + 1 - Capacity <= (IF Mutant = "OffByOne" THEN cachedHead + 1 ELSE cachedHead) then
      goto Write;
    end if;
RefreshHead:
    if Mutant # "NoSecondLook" then
      cachedHead := Load(memory, self, HEAD);
    end if;
    goto Claim;
Write:
    overrun := overrun \/ tail - memory.holds[HEAD] >= Capacity;
    store(Payload(At(tail)), tail + 1, "opaque");
Commit:
    store(TAIL, tail + 1, IF Mutant = "CommitOpaque" THEN "opaque" ELSE "release");
    tail := tail + 1;
  end while;
end process;

fair process Receiver \in {Consumer}
variables head = 0, cachedTail = 0, early = 0;
begin
Peek:
  while head < Messages do
    if Mutant = "PayloadFirst" then
      early := Load(memory, self, Payload(At(head)));
    end if;
Look:
    if head < cachedTail then
      if Mutant = "HeadFirst" then goto Release; else goto Take; end if;
    end if;
RefreshTail:
    cachedTail := Load(memory, self, TAIL);
    if head >= cachedTail then
      goto Peek;
    elsif Mutant = "HeadFirst" then
      goto Release;
    end if;
Take:
    with read = IF Mutant = "PayloadFirst" THEN early ELSE Load(memory, self, Payload(At(head))) do
      received := Append(received, read);
      torn := torn \/ read # head + 1;
    end with;
    early := 0;
    if Mutant = "HeadFirst" then
      head := head + 1;
      goto Peek;
    end if;
Release:
    store(HEAD, head + 1, "release");
    if Mutant = "HeadFirst" then
      goto Take;
    else
      head := head + 1;
    end if;
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
\* BEGIN TRANSLATION (chksum(pcal) = "65826447" /\ chksum(tla) = "17d6ab43")
VARIABLES memory, received, torn, overrun, pc, tail, cachedHead, head, 
          cachedTail, early

vars == << memory, received, torn, overrun, pc, tail, cachedHead, head, 
           cachedTail, early >>

ProcSet == ({Producer}) \cup ({Consumer}) \cup (Buffers)

Init == (* Global variables *)
        /\ memory = Fresh([w \in Words |-> 0])
        /\ received = << >>
        /\ torn = FALSE
        /\ overrun = FALSE
        (* Process Sender *)
        /\ tail = [self \in {Producer} |-> 0]
        /\ cachedHead = [self \in {Producer} |-> 0]
        (* Process Receiver *)
        /\ head = [self \in {Consumer} |-> 0]
        /\ cachedTail = [self \in {Consumer} |-> 0]
        /\ early = [self \in {Consumer} |-> 0]
        /\ pc = [self \in ProcSet |-> CASE self \in {Producer} -> "Claim"
                                        [] self \in {Consumer} -> "Peek"
                                        [] self \in Buffers -> "Flush"]

Claim(self) == /\ pc[self] = "Claim"
               /\ IF tail[self] < Messages
                     THEN /\ IF tail[self] + 1 - Capacity <= (IF Mutant = "OffByOne" THEN cachedHead[self] + 1 ELSE cachedHead[self])
                                THEN /\ pc' = [pc EXCEPT ![self] = "Write"]
                                ELSE /\ pc' = [pc EXCEPT ![self] = "RefreshHead"]
                     ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
               /\ UNCHANGED << memory, received, torn, overrun, tail, 
                               cachedHead, head, cachedTail, early >>

RefreshHead(self) == /\ pc[self] = "RefreshHead"
                     /\ IF Mutant # "NoSecondLook"
                           THEN /\ cachedHead' = [cachedHead EXCEPT ![self] = Load(memory, self, HEAD)]
                           ELSE /\ TRUE
                                /\ UNCHANGED cachedHead
                     /\ pc' = [pc EXCEPT ![self] = "Claim"]
                     /\ UNCHANGED << memory, received, torn, overrun, tail, 
                                     head, cachedTail, early >>

Write(self) == /\ pc[self] = "Write"
               /\ overrun' = (overrun \/ tail[self] - memory.holds[HEAD] >= Capacity)
               /\ MayStore(memory, self, "opaque")
               /\ memory' = Store(memory, self, (Payload(At(tail[self]))), (tail[self] + 1), "opaque")
               /\ pc' = [pc EXCEPT ![self] = "Commit"]
               /\ UNCHANGED << received, torn, tail, cachedHead, head, 
                               cachedTail, early >>

Commit(self) == /\ pc[self] = "Commit"
                /\ MayStore(memory, self, (IF Mutant = "CommitOpaque" THEN "opaque" ELSE "release"))
                /\ memory' = Store(memory, self, TAIL, (tail[self] + 1), (IF Mutant = "CommitOpaque" THEN "opaque" ELSE "release"))
                /\ tail' = [tail EXCEPT ![self] = tail[self] + 1]
                /\ pc' = [pc EXCEPT ![self] = "Claim"]
                /\ UNCHANGED << received, torn, overrun, cachedHead, head, 
                                cachedTail, early >>

Sender(self) == Claim(self) \/ RefreshHead(self) \/ Write(self)
                   \/ Commit(self)

Peek(self) == /\ pc[self] = "Peek"
              /\ IF head[self] < Messages
                    THEN /\ IF Mutant = "PayloadFirst"
                               THEN /\ early' = [early EXCEPT ![self] = Load(memory, self, Payload(At(head[self])))]
                               ELSE /\ TRUE
                                    /\ early' = early
                         /\ pc' = [pc EXCEPT ![self] = "Look"]
                    ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                         /\ early' = early
              /\ UNCHANGED << memory, received, torn, overrun, tail, 
                              cachedHead, head, cachedTail >>

Look(self) == /\ pc[self] = "Look"
              /\ IF head[self] < cachedTail[self]
                    THEN /\ IF Mutant = "HeadFirst"
                               THEN /\ pc' = [pc EXCEPT ![self] = "Release"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "Take"]
                    ELSE /\ pc' = [pc EXCEPT ![self] = "RefreshTail"]
              /\ UNCHANGED << memory, received, torn, overrun, tail, 
                              cachedHead, head, cachedTail, early >>

RefreshTail(self) == /\ pc[self] = "RefreshTail"
                     /\ cachedTail' = [cachedTail EXCEPT ![self] = Load(memory, self, TAIL)]
                     /\ IF head[self] >= cachedTail'[self]
                           THEN /\ pc' = [pc EXCEPT ![self] = "Peek"]
                           ELSE /\ IF Mutant = "HeadFirst"
                                      THEN /\ pc' = [pc EXCEPT ![self] = "Release"]
                                      ELSE /\ pc' = [pc EXCEPT ![self] = "Take"]
                     /\ UNCHANGED << memory, received, torn, overrun, tail, 
                                     cachedHead, head, early >>

Take(self) == /\ pc[self] = "Take"
              /\ LET read == IF Mutant = "PayloadFirst" THEN early[self] ELSE Load(memory, self, Payload(At(head[self]))) IN
                   /\ received' = Append(received, read)
                   /\ torn' = (torn \/ read # head[self] + 1)
              /\ early' = [early EXCEPT ![self] = 0]
              /\ IF Mutant = "HeadFirst"
                    THEN /\ head' = [head EXCEPT ![self] = head[self] + 1]
                         /\ pc' = [pc EXCEPT ![self] = "Peek"]
                    ELSE /\ pc' = [pc EXCEPT ![self] = "Release"]
                         /\ head' = head
              /\ UNCHANGED << memory, overrun, tail, cachedHead, cachedTail >>

Release(self) == /\ pc[self] = "Release"
                 /\ MayStore(memory, self, "release")
                 /\ memory' = Store(memory, self, HEAD, (head[self] + 1), "release")
                 /\ IF Mutant = "HeadFirst"
                       THEN /\ pc' = [pc EXCEPT ![self] = "Take"]
                            /\ head' = head
                       ELSE /\ head' = [head EXCEPT ![self] = head[self] + 1]
                            /\ pc' = [pc EXCEPT ![self] = "Peek"]
                 /\ UNCHANGED << received, torn, overrun, tail, cachedHead, 
                                 cachedTail, early >>

Receiver(self) == Peek(self) \/ Look(self) \/ RefreshTail(self)
                     \/ Take(self) \/ Release(self)

Flush(self) == /\ pc[self] = "Flush"
               /\ IF pc[self - 100] # "Done" \/ ~IsEmpty(memory, self - 100)
                     THEN /\ \E k \in MayLeave(memory, self - 100):
                               memory' = Left(memory, self - 100, k)
                          /\ pc' = [pc EXCEPT ![self] = "Flush"]
                     ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                          /\ UNCHANGED memory
               /\ UNCHANGED << received, torn, overrun, tail, cachedHead, head, 
                               cachedTail, early >>

Flusher(self) == Flush(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in {Producer}: Sender(self))
           \/ (\E self \in {Consumer}: Receiver(self))
           \/ (\E self \in Buffers: Flusher(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in {Producer} : WF_vars(Sender(self))
        /\ \A self \in {Consumer} : WF_vars(Receiver(self))
        /\ \A self \in Buffers : WF_vars(Flusher(self))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 

AllOver == \A t \in Threads : pc[t] = "Done"

(* Safety. *)

\* Each position is read as it was written: nothing torn, lost, doubled or out of order.
Intact == ~torn /\ \A i \in DOMAIN received : received[i] = i

\* No slot is written that has not been given back.
Bounded == ~overrun

(* Liveness: all that is sent arrives, and both ends finish. *)

Ends == <>(AllOver /\ Len(received) = Messages)
================================================================================
