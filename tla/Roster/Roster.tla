-------------------------------- MODULE Roster --------------------------------
(***************************************************************************)
(* io.ringkernel.internal.cpu.sched: Roster, Sleeper, and Carrier and      *)
(* Carriers as far as they use them.  Carriers run tasks from a queue that *)
(* outside threads fill (the injector) and from a ring each, search when   *)
(* they find none, and sleep.  Who makes a task visible wakes a sleeper,   *)
(* unless somebody searches.  Without next slots, and so without watcher.  *)
(***************************************************************************)
(* MUTANT NoFence: Woken: no full fence between the push and the look at the word *)
(* MUTANT NoLookBehind: Woken: a carrier does not look at the queues after it lay down *)
(* MUTANT LookFirst: Woken: a carrier looks at the queues before it lies down *)
(* MUTANT NoSecondLook@large: Woken: the last searcher does not look at what it leaves behind *)
(* MUTANT NoCallback: Woken: a caller that finds nobody asleep does not look again *)
(* MUTANT PlaceKept: Woken: who lies down as a searcher keeps its place *)
(* MUTANT NoCall: Woken: a push calls nobody *)
EXTENDS Integers, FiniteSets, StoreBuffers

CONSTANTS
  Outside,     \* threads that inject one task each
  Carriers,
  Children,    \* tasks that each injected task pushes on its carrier's ring
  Mutant

AWAKE == 0
ASLEEP == 1
CALLED == 2

INJECTOR == <<"injector", 0>>
Word == <<"word", 0>>               \* a pair of searching and asleep
Sleeper(c) == <<"sleeper", c>>
Top(c) == <<"top", c>>              \* taken so far from the ring of c
Bottom(c) == <<"bottom", c>>        \* pushed so far
AllWords == {INJECTOR, Word} \cup {Sleeper(c) : c \in Carriers}
            \cup {Top(c) : c \in Carriers} \cup {Bottom(c) : c \in Carriers}
AllThreads == Outside \cup Carriers
Buffers == {100 + t : t \in Threads}
Total == Cardinality(Outside) * (1 + Children)
First(set) == CHOOSE c \in set : \A d \in set : c <= d
RingIsEmpty(m, t, c) == Load(m, t, Top(c)) >= Load(m, t, Bottom(c))

(*--algorithm Roster
variables
  memory = Fresh([w \in Words |-> IF w = Word THEN <<0, 0>> ELSE 0]),
  permit = [c \in Carriers |-> FALSE],        \* of LockSupport.park
  ran = 0;

macro add(searching, asleep) begin
  await IsEmpty(memory, self);
  memory := Store(memory, self, Word,
                  <<memory.holds[Word][1] + searching, memory.holds[Word][2] + asleep>>, "volatile");
end macro;

fair process Worker \in Threads
variables
  left = {},                       \* whom a loop has still to look at
  top = 0,
  children = 0,                    \* that the task has still to push
  searching = FALSE, works = FALSE, last = FALSE;
begin
Begin:
  if self \in Carriers then
    goto Pop;
  end if;
Inject:
    await IsEmpty(memory, self);   \* ConcurrentLinkedQueue.add
    memory := Store(memory, self, INJECTOR, memory.holds[INJECTOR] + 1, "volatile");
    goto Call;

\* ---- Carrier.pick, run
Pop:
    if RingIsEmpty(memory, self, self) then
      goto Poll;
    else
      top := Load(memory, self, Top(self));
    end if;
PopSwap:
    await IsEmpty(memory, self);
    with swap = Swap(memory, Top(self), top, top + 1) do
      memory := swap.memory;
      top := 0;
      if swap.done then
        goto Run;
      else
        goto Pop;
      end if;
    end with;
Poll:
    await IsEmpty(memory, self);
    if memory.holds[INJECTOR] = 0 then
      goto TrySearch;
    else
      memory := Store(memory, self, INJECTOR, memory.holds[INJECTOR] - 1, "volatile");
      children := Children;
    end if;
Run:
    ran := ran + 1;
Push:
    if children = 0 then
      goto Pop;
    else
      await HasRoom(memory, self);
      children := children - 1;
      memory := Store(memory, self, Bottom(self), Load(memory, self, Bottom(self)) + 1, "release");
    end if;
Signal:
    await Mutant = "NoFence" \/ IsEmpty(memory, self);
    goto Call;

\* ---- Roster.call
Call:
    if Mutant = "NoCall" \/ Load(memory, self, Word)[1] # 0 \/ Load(memory, self, Word)[2] = 0 then
      goto Return;
    end if;
ClaimSearch:
    await IsEmpty(memory, self);
    if memory.holds[Word][1] # 0 \/ memory.holds[Word][2] = 0 then
      goto Return;
    else
      memory := Store(memory, self, Word, <<1, memory.holds[Word][2]>>, "volatile");
      left := Carriers;
    end if;
CallAny:
    if left = {} then
      goto GiveBack;
    else
      await IsEmpty(memory, self);
      with c = First(left), swap = Swap(memory, Sleeper(c), ASLEEP, CALLED) do
        memory := swap.memory;
        if swap.done then
          permit[c] := TRUE;
          left := {};
          goto Return;
        else
          left := left \ {c};
          goto CallAny;
        end if;
      end with;
    end if;
GiveBack:
    add(0 - 1, 0);
    left := IF Mutant = "NoCallback" THEN {} ELSE Carriers;
AnyAsleep:
    if left = {} then
      goto Return;
    elsif Load(memory, self, Sleeper(First(left))) = ASLEEP then
      left := {};
      goto ClaimSearch;
    else
      left := left \ {First(left)};
      goto AnyAsleep;
    end if;
Return:
    if self \in Outside then
      goto Done;
    elsif searching then           \* it was the last searcher, and has a task to run
      searching := FALSE;
      goto Run;
    else
      goto Push;
    end if;

\* ---- Carrier.find
TrySearch:
    await IsEmpty(memory, self);
    left := Carriers \ {self};
    if 2 * memory.holds[Word][1] >= Cardinality(Carriers) - memory.holds[Word][2] then
      searching := FALSE;
      goto LookEarly;
    else
      memory := Store(memory, self, Word, <<memory.holds[Word][1] + 1, memory.holds[Word][2]>>, "volatile");
      searching := TRUE;
    end if;
SearchInjector:
    await IsEmpty(memory, self);
    if memory.holds[INJECTOR] > 0 then
      memory := Store(memory, self, INJECTOR, memory.holds[INJECTOR] - 1, "volatile");
      children := Children;
      left := {};
      goto EndSearch;
    end if;
Steal:
    if left = {} then
      goto LookEarly;
    else
      top := Load(memory, self, Top(First(left)));
      if top >= Load(memory, self, Bottom(First(left))) then
        left := left \ {First(left)};
        goto Steal;
      end if;
    end if;
StealSwap:
    await IsEmpty(memory, self);
    with swap = Swap(memory, Top(First(left)), top, top + 1) do
      memory := swap.memory;
      top := 0;
      if swap.done then
        left := {};
      else
        goto Steal;
      end if;
    end with;
EndSearch:
    add(0 - 1, 0);
    last := memory.holds[Word][1] = 0;
    left := Carriers;
LookBehind:
    if ~last \/ Mutant = "NoSecondLook" then
      left := {};
      last := FALSE;
      searching := FALSE;
      goto Run;
    elsif Load(memory, self, INJECTOR) > 0 \/ (left # {} /\ ~RingIsEmpty(memory, self, First(left))) then
      left := {};
      last := FALSE;
      goto ClaimSearch;
    elsif left = {} then
      last := FALSE;
      searching := FALSE;
      goto Run;
    else
      left := left \ {First(left)};
      goto LookBehind;
    end if;

\* ---- Carrier.sleep
LookEarly:
    left := {};
    if Mutant = "LookFirst" then
      works := Load(memory, self, INJECTOR) > 0 \/ \E c \in Carriers : ~RingIsEmpty(memory, self, c);
    end if;
LieDown:
    add(IF searching /\ Mutant # "PlaceKept" THEN 0 - 1 ELSE 0, 1);
    searching := FALSE;
SayAsleep:
    await IsEmpty(memory, self);
    memory := Store(memory, self, Sleeper(self), ASLEEP, "volatile");
    left := Carriers;
WorkWaits:
    if Mutant \in {"LookFirst", "NoLookBehind"} then
      left := {};
    elsif Load(memory, self, INJECTOR) > 0 \/ (left # {} /\ ~RingIsEmpty(memory, self, First(left))) then
      left := {};
      works := TRUE;
    elsif left # {} then
      left := left \ {First(left)};
      goto WorkWaits;
    end if;
Park:
    if works \/ Load(memory, self, Sleeper(self)) # ASLEEP then
      works := FALSE;
      goto GetUp;
    end if;
Parked:
    await permit[self] \/ ran = Total;
    if ran = Total then
      goto Done;
    else
      permit[self] := FALSE;
      goto Park;
    end if;
GetUp:
    await IsEmpty(memory, self);
    searching := memory.holds[Sleeper(self)] = ASLEEP;    \* else it has its caller's place
    memory := Store(memory, self, Sleeper(self), AWAKE, "volatile");
GetUpWord:
    add(IF searching THEN 1 ELSE 0, 0 - 1);
    searching := TRUE;
    left := Carriers \ {self};
    goto SearchInjector;
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
\* BEGIN TRANSLATION (chksum(pcal) = "b7f4dda1" /\ chksum(tla) = "bd6660db")
VARIABLES memory, permit, ran, pc, left, top, children, searching, works, 
          last

vars == << memory, permit, ran, pc, left, top, children, searching, works, 
           last >>

ProcSet == (Threads) \cup (Buffers)

Init == (* Global variables *)
        /\ memory = Fresh([w \in Words |-> IF w = Word THEN <<0, 0>> ELSE 0])
        /\ permit = [c \in Carriers |-> FALSE]
        /\ ran = 0
        (* Process Worker *)
        /\ left = [self \in Threads |-> {}]
        /\ top = [self \in Threads |-> 0]
        /\ children = [self \in Threads |-> 0]
        /\ searching = [self \in Threads |-> FALSE]
        /\ works = [self \in Threads |-> FALSE]
        /\ last = [self \in Threads |-> FALSE]
        /\ pc = [self \in ProcSet |-> CASE self \in Threads -> "Begin"
                                        [] self \in Buffers -> "Flush"]

Begin(self) == /\ pc[self] = "Begin"
               /\ IF self \in Carriers
                     THEN /\ pc' = [pc EXCEPT ![self] = "Pop"]
                     ELSE /\ pc' = [pc EXCEPT ![self] = "Inject"]
               /\ UNCHANGED << memory, permit, ran, left, top, children, 
                               searching, works, last >>

Inject(self) == /\ pc[self] = "Inject"
                /\ IsEmpty(memory, self)
                /\ memory' = Store(memory, self, INJECTOR, memory.holds[INJECTOR] + 1, "volatile")
                /\ pc' = [pc EXCEPT ![self] = "Call"]
                /\ UNCHANGED << permit, ran, left, top, children, searching, 
                                works, last >>

Pop(self) == /\ pc[self] = "Pop"
             /\ IF RingIsEmpty(memory, self, self)
                   THEN /\ pc' = [pc EXCEPT ![self] = "Poll"]
                        /\ top' = top
                   ELSE /\ top' = [top EXCEPT ![self] = Load(memory, self, Top(self))]
                        /\ pc' = [pc EXCEPT ![self] = "PopSwap"]
             /\ UNCHANGED << memory, permit, ran, left, children, searching, 
                             works, last >>

PopSwap(self) == /\ pc[self] = "PopSwap"
                 /\ IsEmpty(memory, self)
                 /\ LET swap == Swap(memory, Top(self), top[self], top[self] + 1) IN
                      /\ memory' = swap.memory
                      /\ top' = [top EXCEPT ![self] = 0]
                      /\ IF swap.done
                            THEN /\ pc' = [pc EXCEPT ![self] = "Run"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "Pop"]
                 /\ UNCHANGED << permit, ran, left, children, searching, works, 
                                 last >>

Poll(self) == /\ pc[self] = "Poll"
              /\ IsEmpty(memory, self)
              /\ IF memory.holds[INJECTOR] = 0
                    THEN /\ pc' = [pc EXCEPT ![self] = "TrySearch"]
                         /\ UNCHANGED << memory, children >>
                    ELSE /\ memory' = Store(memory, self, INJECTOR, memory.holds[INJECTOR] - 1, "volatile")
                         /\ children' = [children EXCEPT ![self] = Children]
                         /\ pc' = [pc EXCEPT ![self] = "Run"]
              /\ UNCHANGED << permit, ran, left, top, searching, works, last >>

Run(self) == /\ pc[self] = "Run"
             /\ ran' = ran + 1
             /\ pc' = [pc EXCEPT ![self] = "Push"]
             /\ UNCHANGED << memory, permit, left, top, children, searching, 
                             works, last >>

Push(self) == /\ pc[self] = "Push"
              /\ IF children[self] = 0
                    THEN /\ pc' = [pc EXCEPT ![self] = "Pop"]
                         /\ UNCHANGED << memory, children >>
                    ELSE /\ HasRoom(memory, self)
                         /\ children' = [children EXCEPT ![self] = children[self] - 1]
                         /\ memory' = Store(memory, self, Bottom(self), Load(memory, self, Bottom(self)) + 1, "release")
                         /\ pc' = [pc EXCEPT ![self] = "Signal"]
              /\ UNCHANGED << permit, ran, left, top, searching, works, last >>

Signal(self) == /\ pc[self] = "Signal"
                /\ Mutant = "NoFence" \/ IsEmpty(memory, self)
                /\ pc' = [pc EXCEPT ![self] = "Call"]
                /\ UNCHANGED << memory, permit, ran, left, top, children, 
                                searching, works, last >>

Call(self) == /\ pc[self] = "Call"
              /\ IF Mutant = "NoCall" \/ Load(memory, self, Word)[1] # 0 \/ Load(memory, self, Word)[2] = 0
                    THEN /\ pc' = [pc EXCEPT ![self] = "Return"]
                    ELSE /\ pc' = [pc EXCEPT ![self] = "ClaimSearch"]
              /\ UNCHANGED << memory, permit, ran, left, top, children, 
                              searching, works, last >>

ClaimSearch(self) == /\ pc[self] = "ClaimSearch"
                     /\ IsEmpty(memory, self)
                     /\ IF memory.holds[Word][1] # 0 \/ memory.holds[Word][2] = 0
                           THEN /\ pc' = [pc EXCEPT ![self] = "Return"]
                                /\ UNCHANGED << memory, left >>
                           ELSE /\ memory' = Store(memory, self, Word, <<1, memory.holds[Word][2]>>, "volatile")
                                /\ left' = [left EXCEPT ![self] = Carriers]
                                /\ pc' = [pc EXCEPT ![self] = "CallAny"]
                     /\ UNCHANGED << permit, ran, top, children, searching, 
                                     works, last >>

CallAny(self) == /\ pc[self] = "CallAny"
                 /\ IF left[self] = {}
                       THEN /\ pc' = [pc EXCEPT ![self] = "GiveBack"]
                            /\ UNCHANGED << memory, permit, left >>
                       ELSE /\ IsEmpty(memory, self)
                            /\ LET c == First(left[self]) IN
                                 LET swap == Swap(memory, Sleeper(c), ASLEEP, CALLED) IN
                                   /\ memory' = swap.memory
                                   /\ IF swap.done
                                         THEN /\ permit' = [permit EXCEPT ![c] = TRUE]
                                              /\ left' = [left EXCEPT ![self] = {}]
                                              /\ pc' = [pc EXCEPT ![self] = "Return"]
                                         ELSE /\ left' = [left EXCEPT ![self] = left[self] \ {c}]
                                              /\ pc' = [pc EXCEPT ![self] = "CallAny"]
                                              /\ UNCHANGED permit
                 /\ UNCHANGED << ran, top, children, searching, works, last >>

GiveBack(self) == /\ pc[self] = "GiveBack"
                  /\ IsEmpty(memory, self)
                  /\ memory' = Store(memory, self, Word,
                                     <<memory.holds[Word][1] + (0 - 1), memory.holds[Word][2] + 0>>, "volatile")
                  /\ left' = [left EXCEPT ![self] = IF Mutant = "NoCallback" THEN {} ELSE Carriers]
                  /\ pc' = [pc EXCEPT ![self] = "AnyAsleep"]
                  /\ UNCHANGED << permit, ran, top, children, searching, works, 
                                  last >>

AnyAsleep(self) == /\ pc[self] = "AnyAsleep"
                   /\ IF left[self] = {}
                         THEN /\ pc' = [pc EXCEPT ![self] = "Return"]
                              /\ left' = left
                         ELSE /\ IF Load(memory, self, Sleeper(First(left[self]))) = ASLEEP
                                    THEN /\ left' = [left EXCEPT ![self] = {}]
                                         /\ pc' = [pc EXCEPT ![self] = "ClaimSearch"]
                                    ELSE /\ left' = [left EXCEPT ![self] = left[self] \ {First(left[self])}]
                                         /\ pc' = [pc EXCEPT ![self] = "AnyAsleep"]
                   /\ UNCHANGED << memory, permit, ran, top, children, 
                                   searching, works, last >>

Return(self) == /\ pc[self] = "Return"
                /\ IF self \in Outside
                      THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                           /\ UNCHANGED searching
                      ELSE /\ IF searching[self]
                                 THEN /\ searching' = [searching EXCEPT ![self] = FALSE]
                                      /\ pc' = [pc EXCEPT ![self] = "Run"]
                                 ELSE /\ pc' = [pc EXCEPT ![self] = "Push"]
                                      /\ UNCHANGED searching
                /\ UNCHANGED << memory, permit, ran, left, top, children, 
                                works, last >>

TrySearch(self) == /\ pc[self] = "TrySearch"
                   /\ IsEmpty(memory, self)
                   /\ left' = [left EXCEPT ![self] = Carriers \ {self}]
                   /\ IF 2 * memory.holds[Word][1] >= Cardinality(Carriers) - memory.holds[Word][2]
                         THEN /\ searching' = [searching EXCEPT ![self] = FALSE]
                              /\ pc' = [pc EXCEPT ![self] = "LookEarly"]
                              /\ UNCHANGED memory
                         ELSE /\ memory' = Store(memory, self, Word, <<memory.holds[Word][1] + 1, memory.holds[Word][2]>>, "volatile")
                              /\ searching' = [searching EXCEPT ![self] = TRUE]
                              /\ pc' = [pc EXCEPT ![self] = "SearchInjector"]
                   /\ UNCHANGED << permit, ran, top, children, works, last >>

SearchInjector(self) == /\ pc[self] = "SearchInjector"
                        /\ IsEmpty(memory, self)
                        /\ IF memory.holds[INJECTOR] > 0
                              THEN /\ memory' = Store(memory, self, INJECTOR, memory.holds[INJECTOR] - 1, "volatile")
                                   /\ children' = [children EXCEPT ![self] = Children]
                                   /\ left' = [left EXCEPT ![self] = {}]
                                   /\ pc' = [pc EXCEPT ![self] = "EndSearch"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "Steal"]
                                   /\ UNCHANGED << memory, left, children >>
                        /\ UNCHANGED << permit, ran, top, searching, works, 
                                        last >>

Steal(self) == /\ pc[self] = "Steal"
               /\ IF left[self] = {}
                     THEN /\ pc' = [pc EXCEPT ![self] = "LookEarly"]
                          /\ UNCHANGED << left, top >>
                     ELSE /\ top' = [top EXCEPT ![self] = Load(memory, self, Top(First(left[self])))]
                          /\ IF top'[self] >= Load(memory, self, Bottom(First(left[self])))
                                THEN /\ left' = [left EXCEPT ![self] = left[self] \ {First(left[self])}]
                                     /\ pc' = [pc EXCEPT ![self] = "Steal"]
                                ELSE /\ pc' = [pc EXCEPT ![self] = "StealSwap"]
                                     /\ left' = left
               /\ UNCHANGED << memory, permit, ran, children, searching, works, 
                               last >>

StealSwap(self) == /\ pc[self] = "StealSwap"
                   /\ IsEmpty(memory, self)
                   /\ LET swap == Swap(memory, Top(First(left[self])), top[self], top[self] + 1) IN
                        /\ memory' = swap.memory
                        /\ top' = [top EXCEPT ![self] = 0]
                        /\ IF swap.done
                              THEN /\ left' = [left EXCEPT ![self] = {}]
                                   /\ pc' = [pc EXCEPT ![self] = "EndSearch"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "Steal"]
                                   /\ left' = left
                   /\ UNCHANGED << permit, ran, children, searching, works, 
                                   last >>

EndSearch(self) == /\ pc[self] = "EndSearch"
                   /\ IsEmpty(memory, self)
                   /\ memory' = Store(memory, self, Word,
                                      <<memory.holds[Word][1] + (0 - 1), memory.holds[Word][2] + 0>>, "volatile")
                   /\ last' = [last EXCEPT ![self] = memory'.holds[Word][1] = 0]
                   /\ left' = [left EXCEPT ![self] = Carriers]
                   /\ pc' = [pc EXCEPT ![self] = "LookBehind"]
                   /\ UNCHANGED << permit, ran, top, children, searching, 
                                   works >>

LookBehind(self) == /\ pc[self] = "LookBehind"
                    /\ IF ~last[self] \/ Mutant = "NoSecondLook"
                          THEN /\ left' = [left EXCEPT ![self] = {}]
                               /\ last' = [last EXCEPT ![self] = FALSE]
                               /\ searching' = [searching EXCEPT ![self] = FALSE]
                               /\ pc' = [pc EXCEPT ![self] = "Run"]
                          ELSE /\ IF Load(memory, self, INJECTOR) > 0 \/ (left[self] # {} /\ ~RingIsEmpty(memory, self, First(left[self])))
                                     THEN /\ left' = [left EXCEPT ![self] = {}]
                                          /\ last' = [last EXCEPT ![self] = FALSE]
                                          /\ pc' = [pc EXCEPT ![self] = "ClaimSearch"]
                                          /\ UNCHANGED searching
                                     ELSE /\ IF left[self] = {}
                                                THEN /\ last' = [last EXCEPT ![self] = FALSE]
                                                     /\ searching' = [searching EXCEPT ![self] = FALSE]
                                                     /\ pc' = [pc EXCEPT ![self] = "Run"]
                                                     /\ left' = left
                                                ELSE /\ left' = [left EXCEPT ![self] = left[self] \ {First(left[self])}]
                                                     /\ pc' = [pc EXCEPT ![self] = "LookBehind"]
                                                     /\ UNCHANGED << searching, 
                                                                     last >>
                    /\ UNCHANGED << memory, permit, ran, top, children, works >>

LookEarly(self) == /\ pc[self] = "LookEarly"
                   /\ left' = [left EXCEPT ![self] = {}]
                   /\ IF Mutant = "LookFirst"
                         THEN /\ works' = [works EXCEPT ![self] = Load(memory, self, INJECTOR) > 0 \/ \E c \in Carriers : ~RingIsEmpty(memory, self, c)]
                         ELSE /\ TRUE
                              /\ works' = works
                   /\ pc' = [pc EXCEPT ![self] = "LieDown"]
                   /\ UNCHANGED << memory, permit, ran, top, children, 
                                   searching, last >>

LieDown(self) == /\ pc[self] = "LieDown"
                 /\ IsEmpty(memory, self)
                 /\ memory' = Store(memory, self, Word,
                                    <<memory.holds[Word][1] + (IF searching[self] /\ Mutant # "PlaceKept" THEN 0 - 1 ELSE 0), memory.holds[Word][2] + 1>>, "volatile")
                 /\ searching' = [searching EXCEPT ![self] = FALSE]
                 /\ pc' = [pc EXCEPT ![self] = "SayAsleep"]
                 /\ UNCHANGED << permit, ran, left, top, children, works, last >>

SayAsleep(self) == /\ pc[self] = "SayAsleep"
                   /\ IsEmpty(memory, self)
                   /\ memory' = Store(memory, self, Sleeper(self), ASLEEP, "volatile")
                   /\ left' = [left EXCEPT ![self] = Carriers]
                   /\ pc' = [pc EXCEPT ![self] = "WorkWaits"]
                   /\ UNCHANGED << permit, ran, top, children, searching, 
                                   works, last >>

WorkWaits(self) == /\ pc[self] = "WorkWaits"
                   /\ IF Mutant \in {"LookFirst", "NoLookBehind"}
                         THEN /\ left' = [left EXCEPT ![self] = {}]
                              /\ pc' = [pc EXCEPT ![self] = "Park"]
                              /\ works' = works
                         ELSE /\ IF Load(memory, self, INJECTOR) > 0 \/ (left[self] # {} /\ ~RingIsEmpty(memory, self, First(left[self])))
                                    THEN /\ left' = [left EXCEPT ![self] = {}]
                                         /\ works' = [works EXCEPT ![self] = TRUE]
                                         /\ pc' = [pc EXCEPT ![self] = "Park"]
                                    ELSE /\ IF left[self] # {}
                                               THEN /\ left' = [left EXCEPT ![self] = left[self] \ {First(left[self])}]
                                                    /\ pc' = [pc EXCEPT ![self] = "WorkWaits"]
                                               ELSE /\ pc' = [pc EXCEPT ![self] = "Park"]
                                                    /\ left' = left
                                         /\ works' = works
                   /\ UNCHANGED << memory, permit, ran, top, children, 
                                   searching, last >>

Park(self) == /\ pc[self] = "Park"
              /\ IF works[self] \/ Load(memory, self, Sleeper(self)) # ASLEEP
                    THEN /\ works' = [works EXCEPT ![self] = FALSE]
                         /\ pc' = [pc EXCEPT ![self] = "GetUp"]
                    ELSE /\ pc' = [pc EXCEPT ![self] = "Parked"]
                         /\ works' = works
              /\ UNCHANGED << memory, permit, ran, left, top, children, 
                              searching, last >>

Parked(self) == /\ pc[self] = "Parked"
                /\ permit[self] \/ ran = Total
                /\ IF ran = Total
                      THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                           /\ UNCHANGED permit
                      ELSE /\ permit' = [permit EXCEPT ![self] = FALSE]
                           /\ pc' = [pc EXCEPT ![self] = "Park"]
                /\ UNCHANGED << memory, ran, left, top, children, searching, 
                                works, last >>

GetUp(self) == /\ pc[self] = "GetUp"
               /\ IsEmpty(memory, self)
               /\ searching' = [searching EXCEPT ![self] = memory.holds[Sleeper(self)] = ASLEEP]
               /\ memory' = Store(memory, self, Sleeper(self), AWAKE, "volatile")
               /\ pc' = [pc EXCEPT ![self] = "GetUpWord"]
               /\ UNCHANGED << permit, ran, left, top, children, works, last >>

GetUpWord(self) == /\ pc[self] = "GetUpWord"
                   /\ IsEmpty(memory, self)
                   /\ memory' = Store(memory, self, Word,
                                      <<memory.holds[Word][1] + (IF searching[self] THEN 1 ELSE 0), memory.holds[Word][2] + (0 - 1)>>, "volatile")
                   /\ searching' = [searching EXCEPT ![self] = TRUE]
                   /\ left' = [left EXCEPT ![self] = Carriers \ {self}]
                   /\ pc' = [pc EXCEPT ![self] = "SearchInjector"]
                   /\ UNCHANGED << permit, ran, top, children, works, last >>

Worker(self) == Begin(self) \/ Inject(self) \/ Pop(self) \/ PopSwap(self)
                   \/ Poll(self) \/ Run(self) \/ Push(self) \/ Signal(self)
                   \/ Call(self) \/ ClaimSearch(self) \/ CallAny(self)
                   \/ GiveBack(self) \/ AnyAsleep(self) \/ Return(self)
                   \/ TrySearch(self) \/ SearchInjector(self)
                   \/ Steal(self) \/ StealSwap(self) \/ EndSearch(self)
                   \/ LookBehind(self) \/ LookEarly(self) \/ LieDown(self)
                   \/ SayAsleep(self) \/ WorkWaits(self) \/ Park(self)
                   \/ Parked(self) \/ GetUp(self) \/ GetUpWord(self)

Flush(self) == /\ pc[self] = "Flush"
               /\ IF pc[self - 100] # "Done" \/ ~IsEmpty(memory, self - 100)
                     THEN /\ \E k \in MayLeave(memory, self - 100):
                               memory' = Left(memory, self - 100, k)
                          /\ pc' = [pc EXCEPT ![self] = "Flush"]
                     ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                          /\ UNCHANGED memory
               /\ UNCHANGED << permit, ran, left, top, children, searching, 
                               works, last >>

Flusher(self) == Flush(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in Threads: Worker(self))
           \/ (\E self \in Buffers: Flusher(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in Threads : WF_vars(Worker(self))
        /\ \A self \in Buffers : WF_vars(Flusher(self))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 

Work == memory.holds[INJECTOR] > 0 \/ \E c \in Carriers : memory.holds[Top(c)] < memory.holds[Bottom(c)]

Sleeps(c) == pc[c] = "Parked" /\ ~permit[c]
Busy(c) == pc[c] = "Run"        \* a task may take as long as it likes

(* Safety. *)

\* It never stays so that a task waits that all may take, and a carrier sleeps.
Woken ==
  ~ /\ Work
    /\ \E c \in Carriers : Sleeps(c)
    /\ \A c \in Carriers : Sleeps(c) \/ Busy(c)
    /\ \A t \in Outside : pc[t] = "Done"
    /\ \A t \in Threads : IsEmpty(memory, t)

\* The numbers of the word are those of the carriers, as far as they are not being changed.
Counted ==
  /\ memory.holds[Word][1] \in 0 .. Cardinality(Threads)
  /\ memory.holds[Word][2] >= Cardinality({c \in Carriers : memory.holds[Sleeper(c)] = ASLEEP})
  /\ memory.holds[Word][2] <= Cardinality(Carriers)

Each == ran <= Total

(* Liveness: every task is run. *)

AllRun == <>(ran = Total)
================================================================================
