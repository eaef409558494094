/** Words that say little of what a text is about, in English and Italian, without accents. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `
a an the and or but if then else of to in on at by for from with without into onto about as is are was were be been
being am do does did doing have has had having will would shall should can could may might must i you he she it we they
me him her us them my your his its our their mine yours ours this that these those there here what which who whom whose
when where why how not no nor so too very just only also than such own same some any each every all both more most other
s t d ll m re ve don doesn didn isn aren wasn weren won hasn haven hadn couldn shouldn wouldn please up down out off over
again once because while until during between through get gets got let lets one ones thing things yes ok okay
il lo la i gli le un uno una l d c n dell nell sull all dall quest quell un di a da in con su per tra fra del dello della
dei degli delle al allo alla ai agli alle dal dallo dalla dai dagli dalle nel nello nella nei negli nelle sul sullo sulla
sui sugli sulle e ed o od ma se che chi cui non piu meno come dove quando quanto quanta quanti quante perche anche ancora
gia poi cosi questo questa questi queste quello quella quelli quelle quel quei io tu lui lei noi voi loro mi ti ci vi si
ne me te mio mia miei mie tuo tua tuoi tue suo sua suoi sue nostro nostra nostri nostre vostro vostra vostri vostre sono
sei siamo siete era erano ero essere stato stata stati state ho hai ha abbiamo avete hanno aveva avevo avere avuto fa
fatto sia cosa cose qual quale quali qui qua li quindi mentre molto poco tutto tutta tutti tutte ogni altro altra altri
altre solo sempre mai ecco devo deve devono posso puo possono vorrei
`
    .trim()
    .split(/\s+/),
);
