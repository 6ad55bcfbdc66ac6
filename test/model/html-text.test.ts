import { describe, expect, it } from 'vitest'
import { readHtmlText } from '../../src/model/html-text.ts'

describe('text of HTML', () => {
  it.each([
    ['<p>a <b>b</b>c</p>', 'a bc'],
    ['a<br>b<br/>c', 'a\nb\nc'],
    ['<html><head><title>t</title><style>p{}</style></head><body>a</body></html>', 'a'],
    ['a<script>if (a < b) "</p>"</script>b<!-- no <p> -->c<!DOCTYPE html>d', 'abcd'],
    ['a<style>p{}</style>b', 'a   b'],
    ['&lt;&amp;&nbsp;&eacute;&alpha;&Omega;&mdash;&#65;&#x1F600;&#128;&nosuch; &', '<&\u00a0éαΩ—A😀€&nosuch; &'],
    ['<a title="x > y">z</a> 1 < 2 <3', 'z 1 < 2 <3'],
    ['a<b', 'a'],
  ])('%s', (html, text) => {
    expect(readHtmlText(html).text).toBe(text)
  })

  it('tells a visitor of elements and text, but of no scripts', () => {
    const html = '<div>a<p>b<br>c<p>d<script>x</script></div><style>p{}</style>e'
    const seen: string[] = []
    const { text } = readHtmlText(html, {
      open: (name) => void seen.push(`<${name}>`),
      close: () => void seen.push('</>'),
      text: (start, end) => void seen.push(`${start}-${end}`),
    })
    expect(seen.join(' ')).toBe('<div> 0-1 <p> 1-2 <br> </> 3-4 </> <p> 4-5 <script> </> </> </> <style> </> 8-9')
    expect(text.slice(8, 9)).toBe('e')
  })

  it('tells where blocks begin and end, and says nothing of inline tags', () => {
    expect(readHtmlText('<h1>ab</h1><p>c<b>d</b></p>e<br>f').borders).toEqual([0, 2, 4, 5, 6])
  })

  it.each([
    ['<p>a</p><p>b<i>c</i>d</p>', '/p[2]/text()[2]', 'd'],
    ['<p>a<p>b<p>c', '/p[3]/text()[1]', 'c'],
    ['<div><div>a</div><div>b</div></div>', '/div/div[2]/text()', 'b'],
    ['<html><body><p>a</p>b</body></html>', '/html[1]/body[1]/text()[1]', 'b'],
    ['<table><tr><td>a<td>b<tr><td>c</table>', '/table[1]/tbody[1]/tr[2]/td[1]/text()[1]', 'c'],
    ['<ul><li>a<li>b</ul>', '//ul[1]/li[2]/text()[1]', 'b'],
    ['a<!-- -->b', '/text()[2]', 'b'],
  ])('%s: the text at %s', (html, xpath, text) => {
    const { text: whole, startOf } = readHtmlText(html)
    const start = startOf(xpath)
    expect(whole.slice(start, (start ?? 0) + 1)).toBe(text)
  })

  it('knows no text where there is none', () => {
    expect(readHtmlText('<p>a</p>').startOf('/p[2]/text()[1]')).toBeUndefined()
  })

  it('takes hostile nesting', () => {
    expect(readHtmlText('<b>x'.repeat(20_000)).text).toBe('x'.repeat(20_000))
    expect(readHtmlText('<a "'.repeat(100_000)).text).toBe('')
  })
})
