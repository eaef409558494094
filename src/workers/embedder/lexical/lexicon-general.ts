/** Words of every day that mean nearly the same, as in lexicon-work.ts. */
export const GENERAL_WORDS = `
january jan gennaio gen
february feb febbraio
march mar marzo
april apr aprile
may maggio mag
june jun giugno giu
july jul luglio lug
august aug agosto ago
september sep sept settembre set
october oct ottobre ott
november nov novembre
december dec dicembre dic
monday mon lunedi lun
tuesday tue martedi
wednesday wed mercoledi mer
thursday thu giovedi gio
friday fri venerdi ven
saturday sat sabato sab
sunday sun domenica dom
today oggi
tomorrow domani
yesterday ieri
week settimana weekly settimanale
weekend finesettimana
month mese monthly mensile
year anno yearly annual annuale
day giorno giornata daily quotidiano
hour ora orario
morning mattina mattino
afternoon pomeriggio
evening sera serata
night notte
noon midday mezzogiorno
spring primavera
summer estate
autumn fall autunno
winter inverno
holiday vacation vacanza ferie festa
christmas natale
easter pasqua
date data
time tempo
before prima
after dopo
next prossimo successivo following seguente
last previous former ultimo scorso precedente
new nuovo recent recente
old vecchio ancient antico
first primo
second secondo
third terzo
one uno
two due
three tre
four quattro
five cinque
six sei
seven sette
eight otto
nine nove
ten dieci
hundred cento
thousand mille mila
half meta mezzo
euro eur
dollar usd
many several molti numerosi
few pochi
big large great grande ampio
small little tiny piccolo
long lungo
short brief breve corto
high alto
low basso
fast quick rapid speed veloce rapido velocita
slow lento
good buono bene
bad cattivo male poor
better migliore improve improvement migliorare miglioramento
cheap economico
expensive caro costoso
easy simple facile semplice
hard difficult difficile
free gratis gratuito
open aperto aprire
closed chiuso
full pieno
empty vuoto
safe secure security sicuro sicurezza
private privacy privato riservato riservatezza
public pubblico
clean pulito
red rosso
blue blu azzurro
green verde
yellow giallo
white bianco
black nero
grey gray grigio
brown marrone
people persone gente person persona
woman donna
man uomo
child kid bambino children bambini
friend amico
family famiglia
mother madre mamma
father padre papa
wife moglie
husband marito
brother fratello
sister sorella
name nome
surname cognome
city town citta
country paese nation nazione
italy italia italian italiano
england english inglese
germany german germania tedesco
france french francia francese
spain spanish spagna spagnolo
europe europa european europeo
abroad foreign estero
street road via strada
square piazza
house home casa
building palazzo edificio
door porta
window finestra
wall muro parete
floor piano pavimento
garden giardino
water acqua
sea mare
lake lago
river fiume
mountain montagna
boat ship barca nave
harbour harbor port porto
train treno
station stazione
car auto macchina
bus autobus
flight plane airplane volo aereo
airport aeroporto
travel trip journey viaggio viaggiare
tour guide visit visita guida visitare
bike bicycle bicicletta bici
walk camminare passeggiata
table tavolo
chair sedia
light luce lamp lampada lighting illuminazione
energy power energia
electricity electric elettricita elettrico
heat heating riscaldamento calore
cold freddo
warm hot caldo
weather meteo
rain pioggia
wood legno
paper carta
glass vetro
metal metallo
stone pietra
cloth fabric textile tessuto stoffa
dress clothes clothing vestito abbigliamento
shoe scarpa
gift present regalo dono
box scatola
bag sacchetto borsa busta
bottle bottiglia
cup tazza
breakfast colazione
lunch pranzo
dinner supper cena
meat carne
fish pesce
fruit frutta
vegetable verdura
milk latte
sugar zucchero
oil olio
salt sale
doctor medico dottore
hospital ospedale
health salute sanita
medicine farmaco medicina
illness disease malattia
insurance assicurazione
law legge
police polizia
court tribunale
music musica
song canzone
sound audio suono
voice recording voce registrazione
art arte
artist artista
painting painter quadro dipinto pittura pittore
theatre theater teatro
cinema movie
game gioco
sport
news notizia
magazine rivista
newspaper giornale
story storia history racconto
word parola
sentence frase
title titolo
read reading leggere lettura
speak talk say tell parlare dire
hear listen ascoltare sentire
see look watch vedere guardare
show display mostrare
find search trovare cercare
know sapere conoscere
think pensare
remember recall ricordare
forget dimenticare
learn imparare
teach insegnare
understand capire
explain explanation spiegare spiegazione
help support aiuto aiutare supporto assistenza assistance
need require servire bisogno necessario necessary
want wish volere desiderare
like piacere
love amare
hope sperare
fear worry afraid worried paura temere preoccupare preoccupazione concern
hate complain complaint lamentela reclamo
thank grazie ringraziare thanks
sorry scusa
give dare
take prendere
bring portare
keep tenere hold maintain mantenere
lose lost perdere perso
leave lasciare
come arrivare arrive arrival arrivo venire
go andare
return tornare ritorno
stay rimanere restare
enter entrare entrance entrata ingresso
exit uscire uscita
stop fermare
wait aspettare
use usare utilizzare utilizzo
work job lavoro lavorare
break rompere broken rotto
grow crescere growth crescita
increase raise aumentare aumento
reduce decrease lower ridurre diminuire riduzione abbassare
measure misurare
count contare
compare confrontare confronto
share condividere
invite invitation invitare invito
event evento
conference convegno conferenza
fair fiera
party festa
birthday compleanno
anniversary anniversario
wedding matrimonio nozze
opening inauguration inaugurazione apertura
closing chiusura
weekday feriale
rule regola
right diritto
permission permesso autorizzazione authorisation
licence license licenza
copyright
accessibility accessible accessibilita accessibile
quality qualita
quantity amount quantita importo somma
percent percentage percentuale
part parte
whole intero
total totale
average media
difference differenza
equal uguale same stesso
similar simile
reason motivo ragione cause causa
result outcome risultato esito
effect effetto
success successo
failure fail fallimento fallire
mistake sbaglio sbagliare wrong sbagliato
true vero
false falso
left sinistra
above sopra
below sotto
inside dentro
outside fuori
near close vicino
far lontano
north nord
south sud
east est
west ovest
keyboard tastiera
screen schermo
printer stampante
computer laptop portatile
network rete
internet online
link collegamento
button pulsante bottone
click clic
scroll scorrere
download scaricare
upload caricare
install installare installazione
update upgrade aggiornare aggiornamento
settings preferences impostazioni preferenze
search ricerca
filter filtro
language lingua
cookie
consent consenso
analytics statistics statistiche statistica
advertising advert ad pubblicita
marketing promozione promotion
social
customer service assistenza
audience public pubblico
competitor concorrente competition concorrenza
market mercato
strategy strategia
growth crescita
partner socio
investor investitore
grant fund funding bando finanziamento contributo
`;
