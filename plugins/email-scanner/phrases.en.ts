import type { Phrases } from './phrases.ts';

/** Phrases apart by commas. */
export const ENGLISH: Phrases = {
  ask: `
    could you, can you, would you, will you, can i ask you, may i ask you, please send, please review,
    please, kindly, we need, i need, i would need, i'd need, we would need, we'd need, we have to, we must, we will need, we'll need, i'll need, you need to, needs your, let
    me know, let us know, send me, send us, don't forget, do not forget, remember to, make sure, be sure
    to, would be great if, would be good to have, would love it if, would appreciate, get back to me,
    get back to us, waiting for your, awaiting your, waiting on you, look forward to receiving, looking
    forward to receiving, look forward to your, looking forward to your answer, i'd like you to, we
    would like you to, we'd like you to, you should, you have to, you must, any news on, any update on,
    any updates on, gentle reminder, friendly reminder, just a reminder, reminder that, chase up, is
    missing, are missing, still missing, still waiting, still need, action required, your approval, your feedback,
    your signature, to be signed, we're still waiting, give me a call, call me, give us a call, must be
    delivered, has to be, have to be, needs to be, need to be, haven't received, have not received
  `,
  question: `
    are you, do you, did you, have you, what is, what's, when can, when will, when do, when are, how
    much, how long, how many, which, who, where, shall we, should we, should i, is it possible, would it
    be possible, could we, can we, may we, does, is there, will the, what do you, what would, what
    about, when would, how do, how should, why
  `,
  deadline: `
    by monday, by tuesday, by wednesday, by thursday, by friday, by tomorrow, by the end of, by end of,
    by next, no later than, deadline, due date, is due, are due, due on, before the end of, by noon, by
    tonight, eod, cob
  `,
  invoice: `
    invoice, invoices, quote, estimate, payment
  `,
  bill: `
    attached our invoice, attached the invoice, attached is our invoice, attached is the invoice,
    attached invoice, find attached invoice, our invoice for, payment is due, amount due, invoice is
    due, payment due, is overdue, past due, will expire, expires on, expires in, about to expire,
    expiring soon, renew before, renew it before, action required, sign the document, waiting for your
    signature, requires your signature, complete your tax, was declined, payment failed, could not be
    charged, update your payment, verify your, must be paid, confirm your
  `,
  settled: `
    no action, nothing to do, no need, don't need, do not need, don't have to, do not have to, doesn't
    need, for your information, fyi, just to let you know, just letting you know, feel free, if you
    want, if you like, if you're interested, any questions, any other questions, any further questions,
    if you have questions, if you need anything, need anything else, hesitate, please note, please find,
    please see attached, please ignore, please disregard, do not reply, don't reply, please accept,
    can't wait, how are you, how is it going, how's it going, how was, hope you, hope this, can you
    believe, could you believe, guess what, no rush, no hurry, whenever you are, already paid, already
    done, has been paid, was paid, have paid, thank you for, thanks for, if you no longer, please
    consider the environment, please be aware, if you are not the intended, unsubscribe, you can find,
    you can see, you can also, you can now, please enjoy, needs no, need no, pleased to, no longer need,
    no longer needed, you should receive, you should have, would you believe, didn't need, need nothing,
    i don't, all good, everything we need, all we need, all i need, everything i need, no answer needed, no reply needed, so much to, isn't it, who knows, what a
  `,
  promise: `
    i'll send, i will send, we'll send, we will send, i'll get back, i will get back, i'll let you know,
    i will let you know, we'll let you know, we will let you know, we'll get back, we will get back,
    i'll take care, i will take care, i'll call you, i will call you, i'll do, i'll prepare, i'll
    review, we will contact, we'll contact, we are working on, we're working on, i'm working on
  `,
  urgent: `
    urgent, urgently, asap, as soon as possible, immediately, right away, top priority, high priority,
    final notice, last reminder
  `,
  auto: `
    automatic reply, auto reply, autoreply, out of office, out of the office, delivery status
    notification, undeliverable, mail delivery failed, returned mail, read receipt, i am on leave, i'm
    on holiday
  `,
};
