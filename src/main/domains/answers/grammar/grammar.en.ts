import { words, type Grammar } from './command.ts';

const ASKING =
  "(?:what(?:’s|'s| is| are| do| does| did| have| has| was| were)?|which|who|whom|show(?: me)?|list|any|anything|is|are|am|do|does|did|have|how many|how much|tell me|give me|my|all|the|see)";

export const english: Grammar = {
  lead: /^(?:(?:hey|ok|okay|hi|hello|so|and|now)\b[,!]?\s+)?(?:adiuva\b[,:!]?\s+)?(?:please\b,?\s*|(?:can|could|would|will) (?:you|i)(?: please)? |i(?:'d| would) like (?:you )?to |i want (?:you )?to |let's )?/iu,
  tail: /(?:,?\s+(?:please|thanks|thank you|adiuva))?[\s?!.…]*$/iu,
  phrases: [
    {
      intent: 'add_task',
      pattern:
        /^(?:add|create|make|put|new)\s+(?:me\s+)?(?:(?:a|an|another)\s+)?(?:new\s+)?(?:tasks?|to-?dos?|reminders?)(?!\p{L})\s*(?:[:,–-]\s*|(?:that says|called|named|saying|for me to|to)\s+)?(?<rest>.*)$/iu,
    },
    {
      intent: 'add_task',
      pattern:
        /^(?:add|put)\s+(?<rest>.+?)\s+(?:to|on|onto|in|into)\s+(?:my|the)\s+(?:task list|to-?do list|tasks?|to-?dos?|list|inbox)(?<tail>\s.*)?$/iu,
    },
    {
      intent: 'add_task',
      pattern:
        /^(?:remind me|remember|don't let me forget)\s+(?!what|when|who|where|why|how)(?:to\s+|about\s+)?(?<rest>.+)$/iu,
    },
    { intent: 'add_task', pattern: /^(?:task|to-?do|reminder)\s*:\s*(?<rest>.*)$/iu },
    {
      intent: 'help',
      pattern:
        /^(?:help(?: me)?|commands?|what can (?:you|i) (?:do|ask|say|type)\b.*|how (?:do|does|can) (?:you|i|this|it) (?:work|use)\b.*|who are you|what are you|hi|hello|hey|thanks|thank you.*)$/iu,
    },
    {
      intent: 'brief',
      pattern:
        /^(?:(?:show|give|read)(?: me)? )?(?:my |the |today's )?(?:daily |morning )?(?:brief|briefing)(?: me| for today| today)?$|^(?:how|what) does my day look(?: like)?$|^good morning$|^start my day$/iu,
    },
    {
      intent: 'promised',
      pattern:
        /^(?:what|which things?|everything)(?: else)? (?:(?:did|have|had) i (?:ever |already |last )?|i(?:'ve| have)? )(?:promised?|agreed?|committed?|pledged?|said yes)(?!\p{L})\s*(?:(?:to|with|for|myself to)(?!\p{L})\s*)?(?:do for\s+)?(?<rest>.*)$/iu,
    },
    { intent: 'promised', pattern: /^what do i (?:still )?owe(?: to)?\s*(?<rest>.*)$/iu },
    {
      intent: 'promised',
      pattern:
        /^(?:(?:show|list)(?: me)? )?(?:all )?(?:my )?(?:promises|commitments)(?: i(?:'ve| have)? made)?\s*(?:(?:to|with|for)\s+)?(?<rest>.*)$/iu,
    },
    {
      intent: 'plan',
      pattern:
        /^(?:help me )?(?:to )?(?:re-?)?(?:plan|schedule|organi[sz]e|arrange)(?: out)? (?:my |the |this |next )?(?<rest>(?:work ?)?(?:days?|weeks?|workload|time|today|tomorrow|work|monday|tuesday|wednesday|thursday|friday)(?!\p{L}).*)$|^(?:make|draw up|suggest)(?: me)? a plan\b(?<more>.*)$/iu,
    },
    {
      intent: 'proposals',
      pattern: new RegExp(
        `^(?:${ASKING}\\b.*)?(?:proposals?|suggestions?|(?:waits?|waiting) for (?:my |me )?(?:approval|yes|to approve)|(?:to|can i|should i) approve|in (?:my|the) inbox)(?:\\s+(?:are|is)?\\s*(?:there|open|pending|waiting))?$`,
        'iu',
      ),
      isLoose: true,
    },
    {
      intent: 'conflicts',
      pattern: new RegExp(
        `^(?:${ASKING}\\b.*)?\\b(?:conflicts?|conflicting|clash(?:es|ing)?|overlaps?|overlapping|overbooked|double[- ]booked|overloaded)\\b.*$`,
        'iu',
      ),
      isLoose: true,
    },
    {
      intent: 'summary',
      pattern:
        /^(?:summari[sz]e|sum up|recap|(?:give me |show me )?(?:a |an |the )?(?:summary|overview|recap|status|state)(?: of| on)|what(?:'s| is) the (?:status|state|progress) (?:of|on)|how (?:is|are)|how's|where (?:are we|am i|do we stand|do i stand) (?:with|on)|tell me (?:all |everything )?about|what(?:'s| is) (?:going on|happening|up|new) (?:with|at|on|in|for)|(?:brief|update) me (?:on|about))\s+(?<rest>.+?)(?:\s+(?:going|doing|coming along|progressing))?$/iu,
    },
    {
      intent: 'summary',
      pattern: /^(?:summari[sz]e|sum up|recap|summary|status)(?: this| it| this project)?(?<rest>)$/iu,
    },
    {
      intent: 'done',
      pattern:
        /^what (?:(?:did|have) i (?:do|done|finish(?:ed)?|completed?|get done|gotten done|achieved?|work(?:ed)? on)|(?:was|is|got) (?:done|finished|completed))\b.*$|^(?:(?:show|list)(?: me)? )?(?:done|finished|completed)\b.*$/iu,
      isLoose: true,
    },
    {
      intent: 'overdue',
      pattern: new RegExp(
        `^(?:${ASKING}\\b.*)?\\b(?:overdue|late|behind|past due|missed|slipped|did i miss|have i missed)\\b.*$`,
        'iu',
      ),
      isLoose: true,
    },
    {
      intent: 'waiting',
      pattern: new RegExp(
        `^(?:${ASKING}\\b.*)?\\b(?:wait(?:ing|s)?(?: (?:for|on))?|blocked|stuck|holding (?:me |things )?up)\\b.*$`,
        'iu',
      ),
      isLoose: true,
    },
    {
      intent: 'events',
      pattern: new RegExp(
        `^(?:${ASKING}\\b.*)?\\b(?:calendar|meetings?|appointments?|events?)\\b.*$|^(?:am i|when am i) (?:free|busy)\\b.*$`,
        'iu',
      ),
      isLoose: true,
    },
    {
      intent: 'due',
      pattern: new RegExp(
        `^(?:${ASKING}\\b.*)?\\b(?:due|deadlines?|to ?do|to-?dos?|tasks?|agenda|on my plate|do i have|is on|'s on|should i (?:do|work on)|must i do|coming up|up next|next)\\b.*$|^(?:today|tomorrow|this week|next week)$`,
        'iu',
      ),
      isLoose: true,
    },
  ],
  small: words(`
    a about after all also am an and any anything approval approve are as at be been before behind blocked busy but by
    calendar can clash clashes clashing client coming commitments completed conflict conflicting conflicts could day
    days deadline deadlines did do does doing done double-booked double booked due each else event events ever every
    everything finish finished for free from get give going got had has have he her him his holding how i i'm i've if in
    inbox into is it it's its just last late left let's list look me meeting meetings appointment appointments miss
    missed must my need next no not now of off on only open or our out over overdue overlap overlapping overlaps
    overbooked overloaded past plan plate please project promised promises proposals proposal s say she should show
    slipped so some still stuck suggestions task tasks tell than that the their them then there these they thing
    things this those through to today todo to-do tomorrow tonight too up upcoming us wait waiting waits was we week
    weeks weekend were what what's when where which who whom whose why will with within work worked working would yes
    yesterday yet you your agenda month months year until hour hours many much see soon pending put say says said
    which's ahead one two three four five
    six seven eight nine ten monday tuesday wednesday thursday friday saturday sunday
  `),
};
