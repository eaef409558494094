/**
 * Words of work that mean nearly the same, one group a line, English and Italian together: made for this product.
 * Written without accents. Forms that differ only in their ending need not be listed.
 */
export const WORK_WORDS = `
invoice bill billing fattura fatturazione
quote quotation estimate proposal preventivo offerta stima
contract agreement contratto accordo
client customer cliente committente
supplier vendor fornitore
project progetto commessa
task todo chore activity attivita compito
deadline due scadenza termine entro expire
milestone checkpoint traguardo tappa
meeting call appointment kickoff riunione incontro appuntamento chiamata telefonata
note memo appunto nota minute verbale
promise commit commitment agree promesso promettere impegno impegnato impegnarsi concordato
deliver delivery handover handoff consegna consegnare consegnato rilascio
send ship sent mandare inviare invio spedire spedito inviato
shipping parcel carrier courier spedizione pacco corriere
receive got ricevere ricevuto
pay payment paid pagare pagamento pagato transfer bonifico saldo
deposit advance downpayment prepayment acconto anticipo caparra
refund reimbursement rimborso rimborsare
price cost rate fee prezzo costo tariffa compenso onorario
budget money soldi denaro
tax vat iva tassa imposta fiscal fiscale
accountant bookkeeper accounting bookkeeping commercialista contabile contabilita
bank banca account conto
expense spesa
income revenue turnover entrata ricavo fatturato incasso
discount sconto
profit margin guadagno margine
overdue late delay delayed ritardo scaduto tardi posticipo
wait waiting blocked pending attesa attendere aspettare bloccato sospeso
approve approval accept confirm approvare approvazione accettare confermare conferma
reject refuse decline rifiutare rifiuto
sign signature signed firma firmare firmato
review check verify inspect rivedere revisione controllare verificare controllo verifica
feedback comment remark commento riscontro osservazione
change edit modify amend modifica modificare cambiare cambiamento
fix repair correct solve correggere riparare sistemare risolvere correzione
bug error fault defect errore difetto guasto
problem issue trouble problema difficolta
risk danger rischio pericolo
question ask domanda chiedere domandare
answer reply respond risposta rispondere
decide decision decidere decisione scelta scegliere choose choice
plan planning schedule pianificare pianificazione programma calendario calendar agenda
start begin beginning iniziare inizio cominciare avvio avviare partire
finish end complete close done finire fine terminare completare concludere chiudere completato finito
launch golive release publish lancio lanciare pubblicare pubblicazione
test trial prova testare collaudo
design layout disegno progettazione grafica graphic
draft sketch mockup wireframe bozza schizzo bozzetto
brand logo identity marchio identita
colour color colore palette
font typeface typography carattere tipografia
photo picture image photograph foto fotografia immagine
shooting photoshoot servizio scatto
video film filmato
text copy wording testo
write writing written scrivere scritto scrittura
translate translation traduzione tradurre
language lingua
website site web sito
page pagina
shop store ecommerce negozio
cart checkout basket carrello cassa
order purchase buy ordine acquisto acquistare comprare
sell sale vendere vendita
product item prodotto articolo
subscription abbonamento subscribe
newsletter bollettino
mail email post posta message messaggio
letter lettera
phone telephone mobile telefono cellulare
number numero
address indirizzo
contact contatto
user utente
account login signin password accesso credenziale
server hosting host
domain dns dominio
database archive archivio
backup copy copia salvataggio
export esportare esportazione
import importare importazione
migrate migration move migrazione trasferire spostare trasloco
code codice
software program app application applicazione programma
developer programmer sviluppatore programmatore
development develop sviluppo sviluppare
designer progettista grafico
photographer fotografo
writer copywriter redattore autore author
translator traduttore
lawyer legal attorney avvocato legale
notary notaio
owner proprietario titolare
manager director boss responsabile direttore capo
colleague collaborator collega collaboratore
team group squadra gruppo
staff employee personale dipendente
company firm business azienda impresa societa ditta
agency studio agenzia
office ufficio
foundation fondazione
museum museo
exhibition exhibit show mostra esposizione
visitor guest visitatore ospite
ticket biglietto
label caption etichetta didascalia
room hall sala stanza
restaurant ristorante trattoria
hotel albergo
kitchen cucina
food cibo
menu carta
wine vino
coffee caffe
roastery roaster roast torrefazione tostatura tostare
bakery bread panificio forno pane
school scuola
student pupil studente alunno
teacher docente insegnante professor professore
course lesson class corso lezione
workshop laboratorio seminario seminar
training formazione
research study ricerca studio
survey questionnaire sondaggio questionario
interview intervista colloquio
report relazione rapporto resoconto
summary recap riassunto riepilogo sintesi
document paper documento
file allegato attachment
folder cartella
list checklist elenco lista
table sheet spreadsheet tabella foglio
form modulo formulario
template model modello
example sample esempio campione
version versione
requirement requisito
specification spec specifica
scope ambito perimetro
goal objective target aim obiettivo scopo
idea proposal proposta
priority urgent urgency priorita urgente urgenza
important importante key essenziale
ready pronto prepared
missing lack mancare mancante manca
remove delete cancel eliminare cancellare rimuovere
add insert aggiungere inserire
create make build creare realizzare costruire fare
print printing printer stampa stampare tipografia stampatore
poster flyer leaflet brochure manifesto volantino locandina opuscolo
book libro
catalogue catalog catalogo
map mappa
sign signage segnaletica cartello insegna
archive storage magazzino deposito
stock inventory warehouse giacenza scorte
weight peso
size measure dimensione misura taglia
`;
